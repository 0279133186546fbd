import Facts
import Planning

/// Changes of all but people, pay and sources.
let headChanges = [
  PlanChange(
    "Plan.business", says: "The business's name goes from Northwind EMEA to Southwind."
  ) { $0.business = "Southwind" },
  PlanChange("Plan.zone", says: "The time zone goes from Europe/London to UTC.") { $0.zone = .utc },
  PlanChange("Plan.zone", says: "The time zone changes.") {
    $0.zone = Zone(name: "Europe/London", first: 0, changes: [])
  },
  PlanChange("Plan.currency", says: "The currency of every amount goes from EUR to USD.") {
    $0.currency = Currency("USD") ?? $0.currency
  },
  PlanChange(
    "Plan.rates",
    says: """
      The rate of USD goes from 0.92 from 2026-01-01, 0.93 from 2026-02-15 to 0.94.
      """
  ) {
    $0.rates = $0.rates.with("USD", [Rates.Dated(from: nil, rate: decimal("0.94"))])
  },
  PlanChange("Plan.rates", says: "The rate of GBP was 1.17 and is taken out.") {
    $0.rates = $0.rates.with("GBP", [])
  },
  PlanChange("Plan.rates", says: "The rate of CHF is now 1.05.") {
    $0.rates = $0.rates.with("CHF", [Rates.Dated(from: nil, rate: decimal("1.05"))])
  },
  PlanChange("Plan.rates", says: "The currency that rates are to goes from EUR to USD.") {
    let rates = $0.rates
    let dated = Dictionary(
      uniqueKeysWithValues: rates.currencies.map { ($0, rates.rates(of: $0)) })
    $0.rates = Rates(to: Currency("USD") ?? rates.to, dated: dated)
  },
  PlanChange(
    "Plan.number", "NumberGoal.measure", says: "The Number goes from profit to revenue."
  ) { $0.number.measure = .revenue },
  PlanChange("NumberGoal.basis", says: "The Number's basis goes from bookings to payments.") {
    $0.number.basis = .payments
  },
  PlanChange(
    "NumberGoal.targets",
    says: "The target for 2026-10 goes from 250000.00 to 260000.00 EUR."
  ) { $0.number.targets = .byPeriod(["2026-10": 26_000_000, "2026-11": 26_000_050]) },
  PlanChange(
    "NumberGoal.targets", says: "The target for 2026-11 was 260000.50 EUR and is taken out."
  ) { $0.number.targets = .byPeriod(["2026-10": 25_000_000]) },
  PlanChange(
    "Plan.fiscal", "FiscalCalendar.length", says: "The period goes from month to quarter."
  ) { $0.fiscal = FiscalCalendar(length: .quarter, firstMonth: 1) },
  PlanChange(
    "FiscalCalendar.firstMonth",
    says: "The fiscal year's first month goes from january to april."
  ) { $0.fiscal = FiscalCalendar(length: .month, firstMonth: 4) },
  PlanChange(
    "Plan.calendar", "BusinessCalendar.weekend",
    says: "Every friday is no longer part of the weekend."
  ) { $0.calendar.weekend = [.saturday] },
  PlanChange("BusinessCalendar.holidays", says: "2026-12-26 is now a holiday.") {
    $0.calendar.holidays.insert(day("2026-12-26"))
  },
  PlanChange(
    "Plan.facts", "FactSpan.from",
    says: "The first day that facts may state goes from 2015-01-01 to 2016-01-01."
  ) { $0.facts.from = day("2016-01-01") },
  PlanChange("FactSpan.ahead", says: "How far ahead facts may lie goes from 7320 days to 90 days.")
  {
    $0.facts.ahead = 90
  },
  PlanChange(
    "Plan.activation", "Activation.money",
    says: "The money that activates goes from 1.00 to 2.50 EUR."
  ) { $0.activation.money = 250 },
  PlanChange("Activation.time", says: "The time that activates goes from 30m to 2h.") {
    $0.activation.time = 7200
  },
  PlanChange("Activation.time", says: "The time that activates was 30m and is taken out.") {
    $0.activation.time = nil
  },
  PlanChange(
    "Activation.within",
    says: "The time in which a customer should activate goes from 14 days to 1 day."
  ) { $0.activation.within = 1 },
  PlanChange(
    "Activation.lapse",
    says: "The time after which a customer has lapsed goes from 56 days to 60 days."
  ) { $0.activation.lapse = 60 },
  PlanChange(
    "Plan.attribution", "Attribution.model",
    says: "The attribution model goes from markov to last."
  ) { $0.attribution.model = .last },
  PlanChange(
    "Attribution.lookback", says: "The attribution lookback goes from 45 days to 30 days."
  ) { $0.attribution.lookback = 30 },
  PlanChange(
    "Plan.deliver", "Delivery.at", says: "The hour of flash goes from 07:30 to 18:05."
  ) { $0.deliver["flash"]?.at = 1085 },
  PlanChange("Delivery.days", says: "The choice of days for flash goes from business to every.") {
    $0.deliver["flash"]?.days = .every
  },
  PlanChange("Delivery.mail", says: "cfo@example.com now gets flash.") {
    $0.deliver["flash"]?.mail.append("cfo@example.com")
  },
  PlanChange("Delivery.mail", says: "The delivery flash is written differently.") {
    $0.deliver["flash"]?.mail.append("gm@example.com")
  },
  PlanChange(
    "Delivery.slack",
    says: "The variable with the chat of flash was FULCRUM_SLACK_URL and is taken out."
  ) { $0.deliver["flash"]?.slack = nil },
]

extension Rates {
  /// These rates with those of one currency replaced; no rates take it out.
  fileprivate func with(_ code: String, _ rates: [Dated]) -> Rates {
    var dated: [Currency: [Dated]] = [:]
    for currency in currencies where currency != to { dated[currency] = self.rates(of: currency) }
    guard let currency = Currency(code) else { return self }
    dated[currency] = rates.isEmpty ? nil : rates
    return Rates(to: to, dated: dated)
  }
}
