import Facts
import Planning

/// A member's quota for one pay period, and how it came about.
public struct QuotaShare: Hashable, Sendable {
  /// What the plan sets for the whole period, in minor units: seasonality is in it.
  public let whole: Int128
  /// The share that the ramp leaves of it; 1 past the ramp.
  public let ramp: Exact
  /// Days of the period on which the member is there, both ends included.
  public let daysThere: Int
  /// Days of the period.
  public let daysInAll: Int
  /// Whether the quota is cut to ``daysThere``.
  public let prorated: Bool

  /// The share of the period that counts, 1 for all of it.
  public var presence: Exact {
    prorated ? Exact(Int128(daysThere), over: Int128(daysInAll)) : .one
  }

  /// The quota in minor units, unrounded.
  public var amount: Exact { Exact(whole) * ramp * presence }
}

/// How the quota of one member follows from the plan, period by period.
struct QuotaTerms {
  let person: Person
  let plan: PayPlan
  let fiscal: FiscalCalendar
  let calendar: PayCalendar

  init(_ person: Person, _ plan: PayPlan, _ fiscal: FiscalCalendar) {
    self.person = person
    self.plan = plan
    self.fiscal = fiscal
    calendar = PayCalendar(plan.period, fiscal)
  }

  /// Days of a period on which the member is there.
  func daysThere(_ period: Period) -> Int {
    let first = max(person.from ?? period.first, period.first)
    let last = min(person.to ?? period.last, period.last)
    return max(0, first.distance(to: last) + 1)
  }

  /// Whether the member is there on a day.
  func isThere(_ day: CalendarDay) -> Bool {
    (person.from.map { $0 <= day } ?? true) && (person.to.map { day <= $0 } ?? true)
  }

  /// The quota of a pay period; nil where the plan sets none for it, or the member is not there.
  func quota(_ number: Int) -> QuotaShare? {
    let period = calendar.period(number)
    let there = daysThere(period)
    guard there > 0, let whole = whole(period) else { return nil }
    return QuotaShare(
      whole: whole, ramp: ramp(number), daysThere: there, daysInAll: period.length,
      prorated: plan.prorate == .days && there < period.length)
  }

  /// The quotas of a fiscal year together; nil where no period of it has one.
  func yearQuota(of number: Int) -> Exact? {
    let start = calendar.yearStart(of: number)
    let quotas = (start..<start + calendar.periodsAYear).compactMap { quota($0)?.amount }
    return quotas.isEmpty ? nil : quotas.reduce(.zero, +)
  }

  /// The share of the quota in the member's first periods, counted from the one they join in.
  private func ramp(_ number: Int) -> Exact {
    guard let from = person.from else { return .one }
    let index = number - calendar.number(of: from)
    return plan.ramp.indices.contains(index) ? Exact(plan.ramp[index]) : .one
  }

  /// What the plan sets for a pay period: the periods of the Number in it together, or, where those
  /// are longer, an even part of the one around it.
  private func whole(_ period: Period) -> Int128? {
    let first = fiscal.period(containing: period.first)
    if period.first <= first.first, first.end <= period.end {
      var sum: Int128?
      var number = fiscal.number(of: period.first)
      while fiscal.period(number).first < period.end {
        if let part = person.quota.target(for: fiscal.period(number), in: fiscal) {
          sum = (sum ?? 0) + Int128(part)
        }
        number += 1
      }
      return sum
    }
    guard let around = person.quota.target(for: first, in: fiscal) else { return nil }
    let start = calendar.number(of: first.first)
    let count = calendar.number(of: first.last) - start + 1
    let parts = largestRemainder(around, over: Array(repeating: 1, count: count))
    return Int128(parts[calendar.number(of: period.first) - start])
  }
}
