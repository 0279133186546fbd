public import Facts
public import Planning

/// What of the plan the sums need, in a form that is quick to ask.
public struct Rules: Sendable {
  /// Where instants become days.
  public let zone: Zone
  /// Which period a day falls in.
  public let fiscal: FiscalCalendar
  /// Which facts are revenue: money, or deals won.
  public let basis: NumberGoal.Basis
  /// The thresholds that a customer's spend is held against.
  public let activation: Activation
  /// The plan's, unless an answer asks under another model.
  public private(set) var attribution: Attribution
  /// Into the business's currency.
  public let rates: Rates
  private let periods: [Int32]
  private static let tableStart: Int32 = 0
  private static let tableDays: Int32 = 50_000

  /// The rules of a plan.
  public init(_ plan: Plan) {
    zone = plan.zone
    fiscal = plan.fiscal
    basis = plan.number.basis
    activation = plan.activation
    attribution = plan.attribution
    rates = plan.rates
    let fiscal = plan.fiscal
    periods = (Rules.tableStart..<Rules.tableDays).map {
      Int32(fiscal.number(of: CalendarDay(number: $0)))
    }
  }

  /// The same rules under another attribution model.
  func with(model: Attribution.Model) -> Rules {
    var rules = self
    rules.attribution.model = model
    return rules
  }

  /// The day of a moment in milliseconds.
  func day(_ at: Int64) -> Int32 { zone.day(of: Instant(milliseconds: at)).number }

  /// The number of the fiscal period of a day.
  public func period(ofDay day: Int32) -> Int32 {
    if day >= Rules.tableStart, day < Rules.tableDays { return periods[Int(day)] }
    return Int32(fiscal.number(of: CalendarDay(number: day)))
  }

  /// Minor units of the business's currency.
  ///
  /// A currency without a rate cannot be in the ledger while the plan that admitted it is in force;
  /// under a later plan without that rate its money counts as nothing, and `doctor` says so.
  func convert(_ amount: Int64, _ currency: UInt32, onDay day: Int32) -> Int64 {
    if currency == rates.to.packed { return amount }
    guard let currency = Currency(packed: currency) else { return 0 }
    return rates.convert(Money(minor: amount, currency), on: CalendarDay(number: day)) ?? 0
  }
}
