public import Facts
public import Planning

/// The plan's rules that sums need, in a form that is quick to read.
public struct Rules: Sendable {
  /// The plan's attribution; an answer may ask for another model.
  public private(set) var attribution: Attribution
  private let fixed: Fixed

  /// The part shared by all answers, behind one pointer so that kernels pass rules on cheaply.
  private final class Fixed: Sendable {
    let zone: Zone
    let fiscal: FiscalCalendar
    let basis: NumberGoal.Basis
    let activation: Activation
    let rates: Rates
    /// ``Rates/to``, packed.
    let currency: UInt32
    let days: DayTable
    let moments: PeriodTable
    let periods: [Int32]
    let firstPeriod: Int32
    /// The last day of each period, from ``firstPeriod`` on.
    let ends: [Int32]

    init(_ plan: Plan) {
      zone = plan.zone
      fiscal = plan.fiscal
      basis = plan.number.basis
      activation = plan.activation
      rates = plan.rates
      currency = plan.rates.to.packed
      days = DayTable(plan.zone, Rules.tableStart...Rules.tableDays)
      (periods, ends, firstPeriod) = Rules.tables(plan.fiscal)
      moments = PeriodTable(
        plan.fiscal, plan.zone, Rules.tableStart..<Rules.tableDays, ascends: days.ascends)
    }
  }

  /// The range of the tables: September 1983 to June 2038; other days are computed one by one.
  private static let tableStart: Int32 = 5_000
  private static let tableDays: Int32 = 25_000

  /// A play's window in days if neither the play nor the plan's `activation.within` sets one.
  public static let defaultWindow = 14

  /// The rules of a plan.
  public init(_ plan: Plan) {
    attribution = plan.attribution
    fixed = Fixed(plan)
  }

  /// The time zone in which instants become days.
  public var zone: Zone { fixed.zone }
  /// The calendar that maps days to periods.
  public var fiscal: FiscalCalendar { fixed.fiscal }
  /// The facts that count as revenue: money, or deals won.
  public var basis: NumberGoal.Basis { fixed.basis }
  /// The thresholds of spending at which a customer activates.
  public var activation: Activation { fixed.activation }
  /// The exchange rates into the business's currency.
  public var rates: Rates { fixed.rates }

  private static func tables(_ fiscal: FiscalCalendar) -> ([Int32], [Int32], Int32) {
    let first = fiscal.number(of: CalendarDay(number: tableStart))
    var period = fiscal.period(first)
    var periods: [Int32] = []
    var ends: [Int32] = []
    var number = first
    for day in tableStart..<tableDays {
      if day >= period.end.number {
        ends.append(period.last.number)
        number += 1
        period = fiscal.period(number)
      }
      periods.append(Int32(number))
    }
    ends.append(period.last.number)
    return (periods, ends, Int32(first))
  }

  /// The same rules under another attribution model.
  public func with(model: Attribution.Model) -> Rules {
    var rules = self
    rules.attribution.model = model
    return rules
  }

  /// The day of a moment in milliseconds since 1970.
  @inline(__always)
  func day(_ at: Int64) -> Int32 { fixed.days.day(at) }

  /// The number of the fiscal period of a day.
  public func period(ofDay day: Int32) -> Int32 {
    if day >= Rules.tableStart, day < Rules.tableDays {
      return fixed.periods[Int(day - Rules.tableStart)]
    }
    return Int32(fiscal.number(of: CalendarDay(number: day)))
  }

  /// The number of the fiscal period of a moment in milliseconds since 1970.
  @inline(__always)
  func period(at: Int64) -> Int32 { fixed.moments.period(at) ?? period(ofDay: day(at)) }

  /// The last day of the fiscal period with a given number.
  func lastDay(ofPeriod number: Int32) -> Int32 {
    let place = Int(number - fixed.firstPeriod)
    if place >= 0, place < fixed.ends.count { return fixed.ends[place] }
    return fiscal.period(Int(number)).last.number
  }

  /// Days after exposure in which a play's outcomes count, unless the play sets its own.
  var window: Int32 { Int32(activation.within ?? Rules.defaultWindow) }

  /// Converts an amount to minor units of the business's currency at a day's rate.
  ///
  @inline(__always)
  func convert(_ amount: Int64, _ currency: UInt32, onDay day: Int32) -> Int64 {
    currency == fixed.currency ? amount : exchange(amount, currency, onDay: day)
  }

  @inline(never)
  private func exchange(_ amount: Int64, _ currency: UInt32, onDay day: Int32) -> Int64 {
    rates.minor(amount, currency, on: CalendarDay(number: day))
  }
}
