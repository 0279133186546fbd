import Facts

extension Differences {
  mutating func pay(_ old: [String: PayPlan], _ new: [String: PayPlan]) {
    compareNamed("Pay plan", old, new) { said, name, old, new in
      said.choices(of: "of pay plan \(name)", old, new)
      said.limits(of: "of pay plan \(name)", old, new)
      said.rates(of: "of pay plan \(name)", old.rates, new.rates)
      said.spifs(of: name, old.spifs, new.spifs)
      said.examples(of: name, old.examples, new.examples)
    }
  }

  private mutating func choices(of plan: String, _ old: PayPlan, _ new: PayPlan) {
    compare("The measure \(plan)", old.measure, new.measure, \.rawValue)
    compare("The credit \(plan)", old.credit, new.credit, \.rawValue)
    compare("The moment of pay \(plan)", old.paysOn, new.paysOn, \.rawValue)
    compare("The period \(plan)", old.period, new.period, \.rawValue)
    compare("The proration \(plan)", old.prorate, new.prorate, \.rawValue)
    compareList("The ramp \(plan)", old.ramp, new.ramp, Say.percent)
  }

  private mutating func limits(of plan: String, _ old: PayPlan, _ new: PayPlan) {
    compare("The target pay \(plan)", old.targetPay, new.targetPay)
    compare("The gate \(plan)", old.gate, new.gate, Say.percent)
    compare("The cap \(plan)", old.cap, new.cap, Say.cap)
    compare("The draw \(plan)", old.draw, new.draw) {
      "\($0.amount), \($0.recoverable ? "a loan" : "a guarantee")"
    }
    compare("The clawback \(plan)", old.clawback, new.clawback, Say.clawback)
  }

  private mutating func rates(of plan: String, _ old: RateTable?, _ new: RateTable?) {
    guard let old, let new else {
      return compare("The rate table \(plan)", old, new, Say.table)
    }
    compare("How the table \(plan) pays", old.how, new.how, \.rawValue)
    if old.by != new.by { say("The kind of tiers \(plan) is now by \(new.by.rawValue).") }
    compare("What accumulates \(plan)", old.accumulate, new.accumulate, \.rawValue)
    compare("The tier that a bound \(plan) is in", old.bound, new.bound, \.rawValue)
    guard old.tiers.count == new.tiers.count else {
      return compareList("The list of tiers \(plan)", old.tiers, new.tiers) {
        Say.tier($0, by: new.by)
      }
    }
    for (index, (before, after)) in zip(old.tiers, new.tiers).enumerated() {
      compare("Tier \(index + 1) \(plan)", before, after) { Say.tier($0, by: new.by) }
    }
  }

  private mutating func spifs(of plan: String, _ old: [Spif], _ new: [Spif]) {
    let before = Dictionary(old.map { ($0.id, $0) }) { first, _ in first }
    let after = Dictionary(new.map { ($0.id, $0) }) { first, _ in first }
    compareNamed("In pay plan \(plan), SPIF", before, after) { said, id, old, new in
      let spif = "of SPIF \(id) in pay plan \(plan)"
      said.compare("The first day \(spif)", old.from, new.from)
      said.compare("The last day \(spif)", old.to, new.to)
      said.compare("The aim \(spif)", old.what, new.what, Say.aim)
      said.compare("The pay \(spif)", old.pays, new.pays, Say.pays)
    }
    if before == after, old != new {
      say("The SPIFs of pay plan \(plan) stand in another order.")
    }
  }

  private mutating func examples(of plan: String, _ old: [Example], _ new: [Example]) {
    guard old.count == new.count else {
      return say(
        "The number of examples of pay plan \(plan) goes from \(old.count) to \(new.count).")
    }
    for (index, (before, after)) in zip(old, new).enumerated() where before != after {
      say("Example \(index + 1) of pay plan \(plan) changes.")
    }
  }
}

extension Say {
  static func cap(_ cap: PayPlan.Cap) -> String {
    switch cap {
    case .share(let share): "\(share.percent) of target pay"
    case .amount(let amount): "\(amount)"
    case .perDeal(let amount): "\(amount) a deal"
    }
  }

  static func clawback(_ clawback: PayPlan.Clawback) -> String {
    let events = clawback.when.map(\.rawValue).joined(separator: " or ")
    let quota = clawback.quota ? ", quota credit too" : ""
    return "\(clawback.share.percent) on \(events) within \(days(clawback.within))\(quota)"
  }

  static func table(_ table: RateTable) -> String {
    let tiers = table.tiers.map { tier($0, by: table.by) }.joined(separator: ", ")
    return "\(table.how.rawValue) by \(table.by.rawValue): \(tiers)"
  }

  static func tier(_ tier: Tier, by: RateTable.By) -> String {
    let end = tier.upTo.map { by == .attainment ? $0.percent : "\($0)" }
    let place = end.map { "up to \($0)" } ?? "beyond"
    return "\(pays(tier.pays)) \(place)\(tier.yearGate ? " once past the year's quota" : "")"
  }

  private static func pays(_ pays: Tier.Pays) -> String {
    switch pays {
    case .rate(let rate): rate.percent
    case .multiplier(let factor): "\(factor) times the base rate"
    case .amount(let amount): "\(amount)"
    }
  }

  static func aim(_ what: Spif.What) -> String {
    switch what {
    case .product(let product): "product \(product)"
    case .play(let play): "play \(play)"
    case .activations: "activations"
    case .deals: "deals"
    }
  }

  static func pays(_ pays: Spif.Pays) -> String {
    switch pays {
    case .perUnit(let amount): "\(amount) for each"
    case .rate(let rate): rate.percent
    case .tiered(let how, let tiers):
      "\(how.rawValue): \(tiers.map { tier($0, by: .amount) }.joined(separator: ", "))"
    case .pot(let amount, let ranks):
      "a pot of \(amount), \(ranks.isEmpty ? "shared equally" : "shared \(percents(ranks))")"
    }
  }
}
