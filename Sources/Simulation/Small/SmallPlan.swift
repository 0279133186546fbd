import Facts

/// The random plan of a small business; every choice that changes an answer is drawn.
struct SmallPlan: Sendable {
  let zone: SmallZone
  let currency: Currency
  /// Rates to ``currency`` from currencies with 0, 2 and 3 digits.
  let rates: [(currency: Currency, rate: String)]
  let measure: String
  let basis: String
  let length: PeriodLength
  let yearStarts: Int
  let model: String
  let lookback: Int
  /// Activation thresholds in major units and in minutes; at least one is set.
  let money: String?
  let minutes: Int?
  let lapse: Int
  let weekend: String
  let first: CalendarDay
  let last: CalendarDay

  static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let models = ["first", "last", "linear", "position", "decay"]
  private static let inEuros = [
    ("EUR", 1.0), ("USD", 0.92), ("GBP", 1.17), ("JPY", 0.0061), ("KWD", 2.98),
  ]

  init(_ random: inout RandomStream) {
    zone = random.pick(SmallZone.all, else: SmallZone.all[0])
    let own = random.pick([0, 0, 1, 2, 3, 4], else: 0)
    currency = simulatedCurrency(SmallPlan.inEuros[own].0)
    rates = SmallPlan.rates(to: own, isDated: random.happens(0.3))
    measure = random.happens(0.3) ? "profit" : "revenue"
    basis = random.happens(0.35) ? "bookings" : "payments"
    length = random.happens(0.35) ? .quarter : .month
    yearStarts = random.happens(0.5) ? 1 : random.whole(1...12)
    model = random.pick(SmallPlan.models, else: "position")
    lookback = random.pick([1, 7, 30, 90], else: 30)
    let kind = random.below(4)
    money = kind == 0 ? nil : random.pick(["1", "50", "1000"], else: "1")
    minutes = kind == 1 ? nil : random.pick([1, 30, 90], else: 30)
    lapse = random.pick([7, 30, 60], else: 60)
    weekend = random.pick(["[saturday, sunday]", "[friday, saturday]", "[]"], else: "[]")
    let span = random.whole(60...150)
    let near = zone.changing ?? firstDay(ofMonth: 6, in: 2026)
    first = near.advanced(by: -random.below(span))
    last = first.advanced(by: span)
  }

  /// The rates of the five currencies other than the business's own; dated ones change once.
  private static func rates(to own: Int, isDated: Bool) -> [(currency: Currency, rate: String)] {
    inEuros.enumerated().filter { $0.offset != own }.map { _, other in
      let rate = max(Int64((other.1 / inEuros[own].1 * 1_000_000).rounded()), 1)
      let text = DecimalText.render(rate, places: 6)
      let later = DecimalText.render(rate + rate / 10 + 1, places: 6)
      return (
        simulatedCurrency(other.0), isDated ? "{ 2025-01: \(text), 2026-04-01: \(later) }" : text
      )
    }
  }

  /// The currencies that facts may be in.
  var currencies: [Currency] { [currency] + rates.map(\.currency) }
}

extension SmallPlan {
  /// The plan as a `plan.yaml`.
  func yaml(members: [String]) -> String {
    let threshold = [money.map { "money: \($0)" }, minutes.map { "time: \($0)m" }].compactMap { $0 }
    return """
      business: Small
      timezone: \(zone.zone.name)
      currency: \(currency)
      rates: { \(rates.map { "\($0.currency): \($0.rate)" }.joined(separator: ", ")) }
      number:
        measure: \(measure)
        basis: \(basis)
        period: \(length.rawValue)
        year-starts: \(SmallPlan.months[yearStarts - 1])
        targets: { \(targets) }
      calendar: { weekend: \(weekend), holidays: [\(first.advanced(by: 20))] }
      activation: { \(threshold.joined(separator: ", ")), within: 14d, lapse: \(lapse)d }
      attribution: { model: \(model), lookback: \(lookback)d }
      levers:
        product: { lead: pia, rolling: 90d }
        sales: { lead: sal, stages: { qualified: 20%, proposal: 50% } }
      people:
      \(people(members).joined(separator: "\n"))

      """
  }

  private var targets: String {
    let fiscal = FiscalCalendar(length: length, firstMonth: yearStarts)
    let numbers = fiscal.number(of: first)...(fiscal.number(of: last) + 1)
    return numbers.map { "\(fiscal.period($0).label): \(1000 + 50 * ($0 % 7))" }
      .joined(separator: ", ")
  }

  private func people(_ members: [String]) -> [String] {
    ["  - { id: sal, name: Sal, lever: sales }"]
      + members.map { "  - { id: \($0), lever: sales, manager: sal, quota: { \(targets) } }" }
  }
}
