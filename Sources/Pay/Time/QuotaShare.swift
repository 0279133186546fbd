import Facts
import Planning

/// A member's quota for one pay period, with its derivation.
public struct QuotaShare: Hashable, Sendable {
  /// The plan's quota for the whole period, in minor units, with seasonality included.
  public let whole: Int128
  /// The share of it that the ramp leaves; 1 after the ramp.
  public let ramp: Exact
  /// Days of the period on which the member is employed.
  public let daysThere: Int
  /// All days of the period.
  public let daysInAll: Int
  /// True if the quota is prorated to ``daysThere``.
  public let prorated: Bool

  /// The share of the period that counts, 1 for all of it.
  public var presence: Exact {
    prorated ? Exact(Int128(daysThere), over: Int128(daysInAll)) : .one
  }

  /// The quota in minor units, unrounded.
  public var amount: Exact { Exact(whole) * ramp * presence }
}

/// Derives one member's quota from the plan, period by period.
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

  /// Days of a period on which the member is employed; first and last day both count.
  func daysThere(_ period: Period) -> Int {
    let first = max(person.from ?? period.first, period.first)
    let last = min(person.to ?? period.last, period.last)
    return max(0, first.distance(to: last) + 1)
  }

  /// True if the member is employed on a day.
  func isEmployed(_ day: CalendarDay) -> Bool {
    (person.from.map { $0 <= day } ?? true) && (person.to.map { day <= $0 } ?? true)
  }

  /// The quota of a pay period; nil if the plan sets none, or the member is not employed in it.
  func quota(_ number: Int) -> QuotaShare? {
    let period = calendar.period(number)
    let there = daysThere(period)
    guard there > 0, let whole = whole(period) else { return nil }
    return QuotaShare(
      whole: whole, ramp: ramp(number), daysThere: there, daysInAll: period.length,
      prorated: plan.prorate == .days && there < period.length)
  }

  /// The sum of a fiscal year's quotas in minor units; nil if no period has one.
  ///
  /// `number` is any pay period of the year.
  func yearQuota(of number: Int) -> Exact? {
    let start = calendar.yearStart(of: number)
    let quotas = (start..<start + calendar.periodsAYear).compactMap { quota($0)?.amount }
    return quotas.isEmpty ? nil : quotas.reduce(.zero, +)
  }

  /// The ramp's share for a pay period, counted from the one in which the member joins.
  private func ramp(_ number: Int) -> Exact {
    guard let from = person.from else { return .one }
    let index = number - calendar.number(of: from)
    return plan.ramp.indices.contains(index) ? Exact(plan.ramp[index]) : .one
  }

  /// The plan's quota for a pay period, in minor units.
  ///
  /// It is the sum over the Number's periods within the pay period; if those are longer, an even
  /// part of the one around it.
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
