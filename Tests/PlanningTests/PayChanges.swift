import Facts
import Planning

private func change(
  _ field: String, says: String, _ apply: @escaping @Sendable (inout PayPlan) -> Void
) -> PlanChange {
  PlanChange(field, says: says) { plan in
    var pay = plan.pay["account-executive"] ?? PayPlan()
    apply(&pay)
    plan.pay["account-executive"] = pay
  }
}

private let executive = "of pay plan account-executive"

/// Changes of pay plans, but for rates and SPIFs.
private let planChoices = [
  PlanChange("Plan.pay", says: "Pay plan new is new.") { $0.pay["new"] = PayPlan() },
  PlanChange("Plan.pay", says: "Pay plan manager is taken out.") { $0.pay["manager"] = nil },
  change("PayPlan.measure", says: "The measure \(executive) goes from bookings to margin.") {
    $0.measure = .margin
  },
  change("PayPlan.credit", says: "The credit \(executive) goes from split to team.") {
    $0.credit = .team
  },
  change("PayPlan.paysOn", says: "The moment of pay \(executive) goes from paid to booked.") {
    $0.paysOn = .booked
  },
  change("PayPlan.period", says: "The period \(executive) goes from quarter to year.") {
    $0.period = .year
  },
  change("PayPlan.targetPay", says: "The target pay \(executive) goes from 5000 to 6000.5.") {
    $0.targetPay = decimal("6000.50")
  },
  change("PayPlan.prorate", says: "The proration \(executive) goes from none to days.") {
    $0.prorate = .days
  },
  change("PayPlan.ramp", says: "The ramp \(executive) was 25%, 50%, 75% and is taken out.") {
    $0.ramp = []
  },
  change("PayPlan.gate", says: "The gate \(executive) goes from 40% to 45%.") {
    $0.gate = decimal("0.45")
  },
  change("PayPlan.cap", says: "The cap \(executive) goes from 250% of target pay to 9 a deal.") {
    $0.cap = .perDeal(decimal("9"))
  },
  change("PayPlan.cap", says: "The cap \(executive) goes from 250% of target pay to 2.5.") {
    $0.cap = .amount(decimal("2.5"))
  },
  change("PayPlan.draw", says: "The draw \(executive) was 2000, a loan and is taken out.") {
    $0.draw = nil
  },
  change("Draw.amount", says: "The draw \(executive) goes from 2000, a loan to 1, a loan.") {
    $0.draw = PayPlan.Draw(amount: decimal("1"), recoverable: true)
  },
  change(
    "Draw.recoverable", says: "The draw \(executive) goes from 2000, a loan to 2000, a guarantee."
  ) { $0.draw = PayPlan.Draw(amount: decimal("2000"), recoverable: false) },
]

private let clawback = "80% on refund or lapse within 90 days, quota credit too"

private func clawed(
  _ field: String, _ events: [PayPlan.Clawback.Event] = [.refund, .lapse], within: Int = 90,
  share: String = "0.8", quota: Bool = true, says: String
) -> PlanChange {
  change(field, says: "The clawback \(executive) goes from \(clawback) to \(says).") {
    $0.clawback = PayPlan.Clawback(
      when: events, within: within, share: decimal(share), quota: quota)
  }
}

private let clawbacks = [
  change("PayPlan.clawback", says: "The clawback \(executive) was \(clawback) and is taken out.") {
    $0.clawback = nil
  },
  clawed("Clawback.when", [.lapse], says: "80% on lapse within 90 days, quota credit too"),
  clawed(
    "Clawback.within", within: 1, says: "80% on refund or lapse within 1 day, quota credit too"),
  clawed(
    "Clawback.share", share: "1",
    says: "100% on refund or lapse within 90 days, quota credit too"),
  clawed("Clawback.quota", quota: false, says: "80% on refund or lapse within 90 days"),
]

private func tier(
  _ field: String, upTo: String = "0.5", _ pays: Tier.Pays = .multiplier(decimal("0.5")),
  yearGate: Bool = false, says: String
) -> PlanChange {
  let was = "0.5 times the base rate up to 50%"
  return change(field, says: "Tier 1 \(executive) goes from \(was) to \(says).") {
    $0.rates?.tiers[0] = Tier(upTo: decimal(upTo), pays: pays, yearGate: yearGate)
  }
}

private let rates = [
  change(
    "PayPlan.rates",
    says: """
      The rate table \(executive) was marginal by attainment: 0.5 times the base rate up to 50%, \
      1 times the base rate up to 100%, 1.5 times the base rate beyond once past the year's quota \
      and is taken out.
      """
  ) { $0.rates = nil },
  change("RateTable.how", says: "How the table \(executive) pays goes from marginal to whole.") {
    $0.rates?.how = .whole
  },
  change("RateTable.accumulate", says: "What accumulates \(executive) goes from each to period.") {
    $0.rates?.accumulate = .period
  },
  change(
    "RateTable.bound", says: "The tier that a bound \(executive) is in goes from upper to lower."
  ) { $0.rates?.bound = .lower },
  change(
    "RateTable.tiers",
    says: """
      The list of tiers \(executive) goes from 0.5 times the base rate up to 50%, 1 times the \
      base rate up to 100%, 1.5 times the base rate beyond once past the year's quota to 0.5 \
      times the base rate up to 50%, 1 times the base rate up to 100%.
      """
  ) { $0.rates?.tiers.removeLast() },
  tier("Tier.upTo", upTo: "0.6", says: "0.5 times the base rate up to 60%"),
  tier("Tier.pays", .rate(decimal("0.05")), says: "5% up to 50%"),
  tier("Tier.pays", .amount(decimal("7.5")), says: "7.5 up to 50%"),
  tier(
    "Tier.yearGate", yearGate: true,
    says: "0.5 times the base rate up to 50% once past the year's quota"),
  PlanChange("RateTable.by", says: "The kind of tiers of pay plan flat is now by attainment.") {
    $0.pay["flat"]?.rates?.by = .attainment
  },
]

private let launch = "of SPIF launch in pay plan account-executive"

private let spifs = [
  change("PayPlan.spifs", says: "In pay plan account-executive, SPIF each is taken out.") {
    $0.spifs.removeLast()
  },
  change("PayPlan.spifs", says: "The SPIFs \(executive) stand in another order.") {
    $0.spifs.swapAt(0, 1)
  },
  change("Spif.id", says: "In pay plan account-executive, SPIF z is new.") {
    var spif = $0.spifs[0]
    spif.id = "z"
    $0.spifs.append(spif)
  },
  change("Spif.from", says: "The first day \(launch) goes from 2026-03-01 to 2026-03-02.") {
    $0.spifs[0].from = day("2026-03-02")
  },
  change("Spif.to", says: "The last day \(launch) goes from 2026-03-31 to 2026-04-01.") {
    $0.spifs[0].to = day("2026-04-01")
  },
  change("Spif.what", says: "The aim \(launch) goes from product pro to deals.") {
    $0.spifs[0].what = .deals
  },
  change("Spif.pays", says: "The pay \(launch) goes from 250 for each to 2%.") {
    $0.spifs[0].pays = .rate(decimal("0.02"))
  },
  change(
    "Spif.pays", says: "The pay \(launch) goes from 250 for each to a pot of 5, shared equally."
  ) {
    $0.spifs[0].pays = .pot(decimal("5"), ranks: [])
  },
  change(
    "Spif.pays", says: "The pay \(launch) goes from 250 for each to whole: 1 up to 10, 2 beyond."
  ) {
    let tiers = [
      Tier(upTo: decimal("10"), pays: .amount(decimal("1"))),
      Tier(upTo: nil, pays: .amount(decimal("2"))),
    ]
    $0.spifs[0].pays = .tiered(.whole, tiers)
  },
]

private func example(
  _ field: String, quota: String = "10000", credits: [String] = ["4000", "8000"],
  pays: [String] = ["5375"], each: [String] = []
) -> PlanChange {
  change(field, says: "Example 1 \(executive) changes.") {
    $0.examples[0] = Example(
      quota: decimal(quota), credits: [credits.map(decimal)], pays: pays.map(decimal),
      paysEach: each.map(decimal))
  }
}

private let examples = [
  change("PayPlan.examples", says: "The number of examples \(executive) goes from 3 to 2.") {
    $0.examples.removeLast()
  },
  example("Example.quota", quota: "1"),
  example("Example.credits", credits: ["1"]),
  example("Example.pays", pays: ["1"]),
  example("Example.paysEach", each: ["1", "2"]),
]

/// Changes of pay plans.
let payChanges = planChoices + clawbacks + rates + spifs + examples
