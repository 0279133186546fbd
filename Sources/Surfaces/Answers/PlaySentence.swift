internal import Facts
internal import Planning
public import Scoreboard

extension PlaysAnswer.Play {
  /// The play's verdict with its evidence, in one plain sentence.
  public var sentence: String {
    let later = otherwiseNow.map {
      " That is what was said on \(decidedOn?.description ?? "the day"); with what has come in late it "
        + "would be '\($0.word)'."
    }
    return published + (later ?? "")
  }

  private var published: String {
    if grade == .ruleBased { return ruled }
    return switch verdict {
    case .worked(let isBelow): workedSentence(isBelow)
    case .didNotWork(let reason): "Did not work: \(because(reason))."
    case .inconclusive(let openness): "Inconclusive: \(open(openness))."
    case .tooEarly: "Too early to tell: \(waiting)."
    case .withheld(.sampleRatio): "Withheld: \(faultyLot)."
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
      "Inconclusive: where it ran things went \(lift)\(open) beyond where it did not, no more than "
        + "chance does."
    case .didNotWork:
      "Likely did not work: where it ran things went \(lift)\(open) beyond where it did not, less "
        + "than the \(worthwhile) worth having."
    case .tooEarly:
      "Too early to tell: it is looked at once, after \(deadline?.description ?? "its end")."
    case .withheld: "Not proven: \(doubt ?? "it cannot be told")."
    }
  }

  private func workedSentence(_ isBelow: Bool) -> String {
    let least =
      interval.lower.map { lower in
        // A lower limit that rounds to nothing says no more than that the lift is above zero.
        lower < 0.0005 ? ". The true lift is above zero" : ", at least \(Self.signed(lower))"
      } ?? ""
    let small = isBelow ? ", though that is less than the \(worthwhile) worth having" : ""
    return "Worked: \(compared)\(least)\(small)."
  }

  private func because(_ reason: Verdict.Reason) -> String {
    switch reason {
    case .hurt: "it did harm; \(compared), at best \(most)"
    case .futile:
      "the lift is below the \(worthwhile) worth having; \(compared), at best \(most)"
    case .noActivation: nobody
    }
  }

  private func open(_ openness: Verdict.Openness) -> String {
    let seen =
      openness == .tooSmall
      ? "The test was too small" : "\(Figures.plural(looks, "daily check")) decided neither way"
    let caught = power.map {
      ": it would have caught a lift of \(worthwhile) only \(Figures.percent($0)) of the time"
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

  /// The results of both sides, as far as they are known.
  private var compared: String {
    guard let control, treated.customers > 0, control.customers > 0 else {
      return "\(Figures.count(treated.customers)) customers reached"
    }
    let lift = lift.value.map { " (\(Self.signed($0)))" } ?? ""
    switch terms.goal {
    case .activation:
      return rates(treated.activated, control.activated, control, "activated") + lift
    case .retention: return rates(treated.paid, control.paid, control, "paid") + lift
    case .money:
      return "\(each(treated)) a customer reached against \(each(control)) a customer kept back"
        + lift
    case .time:
      return "time spent by \(Figures.count(treated.customers)) reached against "
        + "\(Figures.count(control.customers)) kept back" + lift
    }
  }

  private func rates(
    _ reached: Int, _ kept: Int, _ control: PlaysAnswer.Side, _ did: String
  ) -> String {
    let share = Figures.percent(Double(reached) / Double(treated.customers))
    let other = Figures.percent(Double(kept) / Double(control.customers))
    return "\(share) of \(Figures.count(treated.customers)) reached \(did) against \(other) of "
      + "\(Figures.count(control.customers)) kept back"
  }

  private func each(_ side: PlaysAnswer.Side) -> String {
    let minor = divideRounding(side.money.minor, by: Int128(side.customers))
    return Figures.amount(Money(minor: minor, side.money.currency))
  }

  private var waiting: String {
    guard launch != nil else { return lift.why ?? "it has reached nobody yet" }
    let ready = readyBy.map { "a verdict by about \($0)" } ?? "no day can be named"
    if looks == 0 { return "nobody's window is over yet; \(ready)" }
    if grade == .observational {
      return "there is no holdout, so this play can fail but never be proven; \(ready)"
    }
    guard let needed = customersNeeded.value else { return "nothing has come in yet; \(ready)" }
    let late = readyBy == deadline ? ", the deadline" : ""
    return "\(ready)\(late); at the present rate it takes "
      + "\(Figures.plural(needed, "customer")) more"
  }

  private var faultyLot: String {
    "the two sides are not as large as the lot would make them; find out which facts are missing"
  }

  private var unproven: String {
    let factor =
      hiddenFactor.map { factor in
        factor > 1
          ? "; only a hidden cause that makes it \(Figures.ratio(factor)) times likelier could explain "
            + "this without the play" : ""
      } ?? ""
    let goal = terms.goal == .activation ? treated.activated : treated.paid
    let did = terms.goal == .activation ? "activated" : "paid"
    return "\(Figures.count(goal)) of \(Figures.count(treated.customers)) reached \(did), but "
      + "nobody was kept from it to tell what would have come anyway\(factor)"
  }

  private var worthwhile: String { Figures.percent(terms.worthwhile) }

  private var most: String { interval.upper.map(Self.signed) ?? "unknown" }

  /// A signed percentage: `+12.3%`.
  static func signed(_ share: Double) -> String {
    (share > 0 ? "+" : "") + Figures.percent(share)
  }
}
