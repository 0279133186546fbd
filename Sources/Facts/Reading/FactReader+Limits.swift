extension FactReader {
  /// Checks the kind's own fields against ``limits``; facts already stored have none.
  func check(_ fact: Fact) throws(FactProblem) {
    guard let limits else { return }
    if let amount = fact.amount, !limits.allow(amount) {
      throw FactProblem(
        "amount", "\(amount) is too large to convert at the plan's rates",
        "check the amount, and the rate of \(amount.currency) in the plan")
    }
    switch fact.body {
    case .play(let play):
      try check(play.from, "from", limits)
      try check(play.to, "to", limits)
    case .money(let money):
      if money.of == fact.id {
        throw FactProblem(
          "of", "the fact takes back itself", "give the id of the payment that it takes back")
      }
      try check(money.recurring?.from, "recurring.from", limits)
      try check(money.recurring?.to, "recurring.to", limits)
    case .deal(let deal): try check(deal.closes, "closes", limits)
    case .note(let note):
      guard note.text.utf8.count <= FactLimits.noteBytes else {
        throw FactProblem(
          "text", "the text has more than \(FactLimits.noteBytes / 1024) KiB",
          "shorten it, or write several notes")
      }
      try check(note.day, "day", limits)
      try check(note.expect?.by, "expect.by", limits)
    case .retract(let other, _) where other == fact.id:
      throw FactProblem("fact", "the fact retracts itself", "give the id of another fact")
    default: break
    }
  }

  private func check(
    _ day: CalendarDay?, _ field: String, _ limits: FactLimits
  ) throws(FactProblem) {
    if let day, let problem = limits.problem(with: day, field: field) { throw problem }
  }

  /// Parses RFC 3339, or a bare day as its start in the business's zone.
  ///
  /// - Throws: ``FactProblem`` if the text is malformed or outside ``limits``.
  func instant(_ text: String, field: String) throws(FactProblem) -> Instant {
    let instant = try writable(text, field: field)
    if let problem = limits?.problem(with: instant, field: field) { throw problem }
    return instant
  }

  private func writable(_ text: String, field: String) throws(FactProblem) -> Instant {
    if let instant = Instant(text) { return instant }
    if let day = CalendarDay(text), case let start = zone.start(of: day),
      Instant.writable.contains(start)
    {
      return start
    }
    let remedy = "write 2026-11-24T09:30:00+01:00, or a bare day like 2026-11-24"
    if let clock = ClockTime(Array(text.utf8)), clock.offset == nil {
      throw FactProblem(field, "'\(text)' has no offset", remedy)
    }
    throw FactProblem(field, "'\(text)' isn't a valid time or date", remedy)
  }
}
