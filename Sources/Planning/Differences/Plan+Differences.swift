extension Plan {
  /// The changes since another plan in plain sentences, in a plan's order; empty if the two are
  /// equal.
  public func differences(from old: Plan) -> [String] {
    guard self != old else { return [] }
    var said = Differences(money: (old.currency, currency))
    said.head(old, self)
    said.number(old, self)
    said.levers(old.levers, levers)
    said.people(old.people, people)
    said.pay(old.pay, pay)
    said.sources(old.sources, sources)
    said.deliver(old.deliver, deliver)
    let other = "The plan is written differently, and means the same."
    return said.lines.isEmpty ? [other] : said.lines
  }
}
