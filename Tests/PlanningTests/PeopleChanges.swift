import Facts
import Planning

/// Changes of levers and people. Ana is the second of the sound plan's people.
let peopleChanges = [
  PlanChange(
    "Plan.levers", "LeverPlan.lead", says: "The lead of sales goes from sam to ana."
  ) { $0.levers[.sales]?.lead = MemberID("ana") },
  PlanChange(
    "LeverPlan.rolling", says: "The rolling window of product goes from 90 days to 30 days."
  ) { $0.levers[.product]?.rolling = 30 },
  PlanChange(
    "LeverPlan.stages",
    says: """
      The list of stages of sales goes from qualified (20%), proposal (50%), verbal (80%) to \
      qualified (20%).
      """
  ) { $0.levers[.sales]?.stages.removeLast(2) },
  PlanChange(
    "Stage.name",
    says: """
      The list of stages of sales goes from qualified (20%), proposal (50%), verbal (80%) to \
      lead (20%), proposal (50%), verbal (80%).
      """
  ) { $0.levers[.sales]?.stages[0] = LeverPlan.Stage(name: "lead", chance: decimal("0.2")) },
  PlanChange("Stage.chance", says: "The chance of winning from qualified goes from 20% to 25%.") {
    $0.levers[.sales]?.stages[0] = LeverPlan.Stage(name: "qualified", chance: decimal("0.25"))
  },
  PlanChange("LeverPlan.effort", says: "The effort meant for debt work goes from 20% to 30%.") {
    $0.levers[.product]?.effort[.debt] = decimal("0.3")
  },
  PlanChange("Plan.people", "Person.id", says: "Bo Li joins the plan.") {
    $0.people.append(Person(id: $0.people[1].id.other("bo-li"), name: "Bo Li"))
  },
  PlanChange(
    "Plan.people",
    says: """
      Bo Li joins sales from 2025-03-01 to 2026-03-01, reports to sam, has a quota of \
      12.00 EUR for 2026-10 and is paid by flat.
      """
  ) {
    $0.people.append(
      Person(
        id: $0.people[1].id.other("bo-li"), name: "Bo Li", lever: .sales,
        manager: $0.people[0].id, from: day("2025-03-01"), to: day("2026-03-01"),
        quota: .byPeriod(["2026-10": 1200]), pay: "flat"))
  },
  PlanChange("Plan.people", says: "Ana Silva leaves the plan.") { $0.people.remove(at: 1) },
  PlanChange("Plan.people", says: "The people stand in another order.") {
    $0.people.swapAt(0, 1)
  },
  PlanChange("Person.name", says: "The name of ana goes from Ana Silva to Ana Costa.") {
    $0.people[1].name = "Ana Costa"
  },
  PlanChange("Person.lever", says: "Ana Silva's lever goes from sales to marketing.") {
    $0.people[1].lever = .marketing
  },
  PlanChange("Person.manager", says: "Ana Silva's manager was sam and is taken out.") {
    $0.people[1].manager = nil
  },
  PlanChange("Person.from", says: "Ana Silva's first day goes from 2025-03-01 to 2025-04-01.") {
    $0.people[1].from = day("2025-04-01")
  },
  PlanChange("Person.to", says: "Ana Silva's last day was 2027-03-01 and is taken out.") {
    $0.people[1].to = nil
  },
  PlanChange(
    "Person.quota", says: "Ana Silva's quota for 2026-10 goes from 40000.00 to 45000.00 EUR."
  ) { $0.people[1].quota = .byPeriod(["2026-10": 4_500_000]) },
  PlanChange(
    "Person.quota", says: "bo's quota for a year goes from 120000.00 to 100.00 EUR."
  ) { $0.people[2].quota = .yearly(10_000, seasonality: []) },
  PlanChange("Person.quota", says: "The seasonality of bo's quota is now 25%, 75%.") {
    $0.people[2].quota = .yearly(12_000_000, seasonality: [decimal("0.25"), decimal("0.75")])
  },
  PlanChange("Person.pay", says: "Ana Silva's pay plan goes from account-executive to flat.") {
    $0.people[1].pay = "flat"
  },
]

extension MemberID {
  /// Another member's id.
  fileprivate func other(_ text: String) -> MemberID { MemberID(text) ?? self }
}
