internal import Facts

/// A range of days that a payment pays for, and its money without tax.
struct Service {
  /// The first day of the service.
  let from: Int32
  /// The day after the last day of the service.
  let to: Int32
  /// Length in days of the paid period, before any refund cut the range short.
  let days: Int32
  /// Length in months of the paid period.
  ///
  /// Whole if the days are whole calendar months, otherwise days / (365/12).
  let months: Double
  /// Minor units of the business's currency; negative for a refund.
  let amount: Int64

  /// The services of one customer's money facts under a convention.
  static func all(
    of stream: Stream, _ rows: Range<Int>, _ context: SumContext, _ convention: Convention
  ) -> [Service] {
    var paid: [Int64: Service] = [:]
    var services: [Service] = []
    for row in rows {
      guard let detail = stream.detail(row) else { continue }
      let key = context.keys[stream.key(row)].fact
      let day = context.rules.day(stream.at(row))
      let amount = context.rules.convert(
        stream.amount(row) - detail.tax, key.currency, onDay: day)
      if detail.of != 0, amount < 0, let origin = paid[detail.of] {
        if let back = origin.refunded(amount, on: day, of: detail.service, convention) {
          services.append(back)
        }
      } else if let days = detail.service {
        let service = Service(days, amount: amount)
        paid[Int64(stream.number[row])] = service
        services.append(service)
      }
    }
    return services
  }

  private init(_ period: Range<Int32>, amount: Int64) {
    from = period.lowerBound
    to = period.upperBound
    days = to - from
    months = Service.months(period)
    self.amount = amount
  }

  private init(_ origin: Service, from: Int32, amount: Int64) {
    self.from = from
    to = origin.to
    days = origin.days
    months = origin.months
    self.amount = amount
  }

  /// The part of this service that a refund takes back; nil if it changes nothing.
  ///
  /// The convention decides. `period` is the refund's own service period, if it names one.
  private func refunded(
    _ amount: Int64, on day: Int32, of period: Range<Int32>?, _ convention: Convention
  ) -> Service? {
    switch convention.refunds {
    case .spread:
      return period.map { Service($0, amount: amount) } ?? Service(self, from: from, amount: amount)
    case .end: return day < to ? Service(self, from: max(from, day), amount: amount) : nil
    case .endYears where months >= 12:
      return day < to ? Service(self, from: max(from, day), amount: amount) : nil
    case .endYears, .nothing: return nil
    }
  }

  private static func months(_ period: Range<Int32>) -> Double {
    let (year, month, day) = CalendarDay(number: period.lowerBound).civil
    let (endYear, endMonth, endDay) = CalendarDay(number: period.upperBound).civil
    let whole = (endYear - year) * 12 + endMonth - month
    let lastOfEnd = CalendarDay.length(ofMonth: endMonth, in: endYear)
    if whole > 0, endDay == min(day, lastOfEnd) { return Double(whole) }
    return Double(period.count) * 12 / 365
  }

  /// Minor units of all services that fall in the month of `day`.
  ///
  /// Each service is split by cumulative amounts, so that its months add up to its amount.
  static func spread(_ services: [Service], overMonthOf day: CalendarDay) -> Int128 {
    let (year, month, _) = day.civil
    guard let first = CalendarDay(year: year, month: month, day: 1) else { return 0 }
    let end = first.advanced(by: CalendarDay.length(ofMonth: month, in: year))
    return services.reduce(0) { sum, service in
      sum + service.upTo(end.number) - service.upTo(first.number)
    }
  }

  private func upTo(_ day: Int32) -> Int128 {
    let passed = min(max(day - from, 0), days)
    return divideRounding(Int128(amount) * Int128(passed), by: Int128(days))
  }
}

/// A customer's monthly rate over time.
struct MonthlyRates {
  /// The rate from each day on, in minor units a month; only days with a change, ascending.
  let steps: [(day: Int32, rate: Int128)]

  init(_ services: [Service]) {
    var changes: [Int32: Double] = [:]
    for service in services {
      let rate = Double(service.amount) / service.months
      changes[service.from, default: 0] += rate
      changes[service.to, default: 0] -= rate
    }
    var running = 0.0
    var steps: [(day: Int32, rate: Int128)] = []
    for (day, change) in changes.sorted(by: { $0.key < $1.key }) {
      running += change
      let rate = Int128(running.rounded())
      if rate != steps.last?.rate ?? 0 { steps.append((day, rate)) }
    }
    self.steps = steps
  }

  /// The rate on a day; 0 before the first step.
  func rate(onDay day: Int32) -> Int128 { steps.last { $0.day <= day }?.rate ?? 0 }
}
