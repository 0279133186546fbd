import Facts
@testable import Pay
import Planning

/// A decimal in a test.
func d(_ text: String) -> DecimalText { DecimalText(text) ?? DecimalText(digits: -1, places: 0) }

/// Cents of euros.
func euros(_ text: String) -> Exact { Exact(d(text)) * Exact(100) }

/// A tier of a rate.
func tier(_ upTo: String?, rate: String, yearGate: Bool = false) -> Tier {
  Tier(upTo: upTo.map(d), pays: .rate(d(rate)), yearGate: yearGate)
}

/// A tier of a multiplier.
func tier(_ upTo: String?, times: String, yearGate: Bool = false) -> Tier {
  Tier(upTo: upTo.map(d), pays: .multiplier(d(times)), yearGate: yearGate)
}

/// A plan of a rate table alone.
func plan(_ rates: RateTable, _ change: (inout PayPlan) -> Void = { _ in }) -> PayPlan {
  var plan = PayPlan()
  plan.rates = rates
  change(&plan)
  return plan
}

/// What the rules pay for credits of one period after another, in euros.
func pays(_ plan: PayPlan, quota: String? = nil, _ credits: [[String]]) throws -> [String] {
  try run(plan, quota: quota, credits).pays.map { euro($0) }
}

/// What the rules pay for each credit, in euros.
func paysEach(_ plan: PayPlan, quota: String? = nil, _ credits: [String]) throws -> [String] {
  try run(plan, quota: quota, [credits]).paysEach.map { euro($0) }
}

private func run(_ plan: PayPlan, quota: String?, _ credits: [[String]]) throws -> ExampleRun {
  let example = Example(
    quota: quota.map(d), credits: credits.map { $0.map(d) }, pays: [], paysEach: [])
  guard let currency = Currency("EUR") else { throw PayProblem.tooLarge }
  return try ExampleRun(example, of: plan, currency)
}

private func euro(_ minor: Int128) -> String {
  minor % 100 == 0 ? String(minor / 100) : DecimalText.render(minor, places: 2)
}
