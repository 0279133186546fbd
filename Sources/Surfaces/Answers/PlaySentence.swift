internal import Facts
internal import Planning
public import Scoreboard

extension PlaysAnswer.Play {
  /// The play's verdict with its evidence, in one plain sentence.
  public var sentence: String {
    let later = otherwiseNow.map {
      " Verdict of \(decidedOn.map(Wording.dated) ?? "that day"); with late data: "
        + "'\(Verdict.shown($0.word))'."
    }
    return published + (later ?? "")
  }

  private var published: String {
    if grade == .ruleBased { return ruled }
    return switch verdict {
    case .worked(let isBelow): workedSentence(isBelow)
    case .didNotWork(let reason): "Failed: \(because(reason))."
    case .inconclusive(let openness): "Inconclusive: \(open(openness))."
    case .tooEarly: "Too early to tell\(waiting)."
    case .withheld(.sampleRatio):
      "Withheld: sample ratio mismatch. The group sizes don't match the planned split; find the "
        + "missing facts."
    case .withheld(.unproven): "Not proven: \(unproven)."
    }
  }

  /// The sentence for a play that a rule assigned: at best "likely worked".
  private var ruled: String {
    let lift = lift.value.map(Self.signed) ?? "unknown"
    let open = interval.lower.map { " (\(Self.signed($0)) to \(most))" } ?? ""
    return switch verdict {
    case .worked: "Likely worked: where it ran things went \(lift)\(open) beyond where it did not."
    case .inconclusive:
      "Inconclusive: where it ran things went \(lift)\(open) beyond where it did not, which is not "
        + "statistically significant."
    case .didNotWork:
      "Likely failed: where it ran things went \(lift)\(open) beyond where it did not, below the "
        + "smallest worthwhile lift of \(worthwhile)."
    case .tooEarly:
      "Too early to tell: it is checked once, after \(deadline.map(Wording.dated) ?? "its end")."
    case .withheld: "Not proven: \(doubt ?? "there is not enough data")."
    }
  }

  private func workedSentence(_ isBelow: Bool) -> String {
    let least =
      interval.lower.map { lower in
        // A lower limit that rounds to nothing says no more than that the lift is above zero.
        lower < 0.0005 ? ". The true lift is above zero" : ", at least \(Self.signed(lower))"
      } ?? ""
    let small = isBelow ? ", though below the smallest worthwhile lift of \(worthwhile)" : ""
    return "Worked: \(compared)\(least)\(small)."
  }

  private func because(_ reason: Verdict.Reason) -> String {
    switch reason {
    case .hurt: "it did harm; \(compared), at best \(most)"
    case .futile:
      "the lift is below the smallest worthwhile one of \(worthwhile); \(compared), at best \(most)"
    case .noActivation: nobody
    }
  }

  private func open(_ openness: Verdict.Openness) -> String {
    let seen =
      openness == .tooSmall
      ? "The test was too small" : "\(Figures.plural(looks, "daily check")) decided neither way"
    let caught = power.map {
      ": it would have detected a lift of \(worthwhile) only \(Figures.percent($0)) of the time"
    }
    return "\(compared). \(seen)\(openness == .tooSmall ? caught ?? "" : "")"
  }

  private var nobody: String {
    let customers = Figures.count(treated.customers)
    return switch terms.goal {
    case .activation: "none of \(customers) customers reached activated"
    case .retention: "none of \(customers) customers reached paid"
    case .money: "none of \(customers) customers reached brought money"
    case .time: "none of \(customers) customers reached spent time"
    }
  }

  /// The results of both groups, as far as they are known.
  private var compared: String {
    guard let control, treated.customers > 0, control.customers > 0 else {
      return "\(Figures.count(treated.customers)) customers reached"
    }
    // Rates of all days together may differ the other way round than those within each day.
    let lift =
      lift.value.map { " (lift \(Self.signed($0)), comparing customers of the same day)" } ?? ""
    switch terms.goal {
    case .activation:
      return rates(treated.activated, control.activated, control, "activated") + lift
    case .retention: return rates(treated.paid, control.paid, control, "paid") + lift
    case .money:
      return "\(each(treated)) a customer reached against \(each(control)) a customer held out"
        + lift
    case .time:
      return "time spent by \(Figures.count(treated.customers)) reached against "
        + "\(Figures.count(control.customers)) held out" + lift
    }
  }

  private func rates(
    _ reached: Int, _ kept: Int, _ control: PlaysAnswer.Side, _ did: String
  ) -> String {
    let share = Figures.percent(Double(reached) / Double(treated.customers))
    let other = Figures.percent(Double(kept) / Double(control.customers))
    return "\(share) of \(Figures.count(treated.customers)) reached \(did) against \(other) of "
      + "\(Figures.count(control.customers)) held out"
  }

  private func each(_ side: PlaysAnswer.Side) -> String {
    let minor = divideRounding(side.money.minor, by: Int128(side.customers))
    return Figures.amount(Money(minor: minor, side.money.currency))
  }

  private var waiting: String {
    guard launch != nil else { return ": \(lift.why ?? "it has reached nobody yet")" }
    let ready = readyBy.map { "a verdict by about \(Wording.dated($0))" } ?? "no day can be named"
    let last = deadline.map(Wording.dated) ?? "not known yet"
    if looks > 0, grade == .observational {
      return ". No holdout: it cannot be proven to work. Last check \(last)"
    }
    if looks == 0 { return ": nobody's window is over yet; \(ready)" }
    guard let needed = customersNeeded.value else { return ": nothing has come in yet; \(ready)" }
    let more = "\(Figures.count(needed)) more \(needed == 1 ? "customer" : "customers")"
    return isTooSlow
      ? ": the last check is on \(last); it would take about \(more), more than will have come, "
        + "so it will probably stay inconclusive"
      : ": \(ready); at the present rate it takes \(more)"
  }

  /// True if, at the present rate, too few customers will have come by the deadline.
  var isTooSlow: Bool {
    guard readyBy != nil, readyBy == deadline, let needed = customersNeeded.value else {
      return false
    }
    let seen = treated.customers + (control?.customers ?? 0)
    return Double(needed) * Double(looks) > Double(seen) * Double(looksPlanned - looks)
  }

  /// Without a holdout, how strong another cause of the outcomes would have to be, in a sentence.
  ///
  /// Nil if no other cause is needed, or before the verdict.
  var hiddenCause: String? {
    guard verdict == .withheld(.unproven), let factor = hiddenFactor, factor > 1 else { return nil }
    let outcome = terms.goal == .activation ? "activation" : "a payment"
    return "Something else would have to make \(outcome) \(Figures.ratio(factor)) times likelier "
      + "to explain this."
  }

  /// The declared holdout share, or the number of customers held out without one.
  var holdoutShare: String {
    if let share = terms.holdout { return Figures.percent(share) }
    return heldOut > 0 ? "\(Figures.count(heldOut)) held out; no share was declared" : "none"
  }

  private var unproven: String {
    let goal = terms.goal == .activation ? treated.activated : treated.paid
    let did = terms.goal == .activation ? "activated" : "paid"
    return "\(Figures.count(goal)) of \(Figures.count(treated.customers)) reached \(did), but "
      + "there was no holdout to compare with"
  }

  private var worthwhile: String { Figures.percent(terms.worthwhile) }

  private var most: String { interval.upper.map(Self.signed) ?? "unknown" }

  /// A signed percentage: `+12.3%`.
  static func signed(_ share: Double) -> String {
    (share > 0 ? "+" : "") + Figures.percent(share)
  }
}
