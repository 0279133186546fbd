public import Facts
import Planning

/// One member's progress against their quota.
public struct MemberStanding: Hashable, Sendable {
  /// The member's id.
  public let member: MemberID
  /// The member's name in the plan.
  public let name: String
  /// The member's lever; nil if they belong to none.
  public let lever: Lever?
  /// The pay period.
  public let period: Period
  /// The quota in minor units; nil if the plan sets none.
  public let quota: Exact?
  /// Quota credit to the day, in minor units.
  public let credit: Exact
  /// Credit divided by quota; nil without a quota above zero.
  public let attainment: Exact?
  /// Credit to date divided by the credit expected by now; 1 is on pace.
  ///
  /// Only days that are over count. Nil without a quota, and before the first business day is over.
  public let pace: Exact?
  /// The credit still missing per business day left, in minor units; nil if no day is left.
  public let neededToday: Exact?
  /// The number of consecutive business days, up to the last one over, that ended on pace.
  public let streak: Int
  /// The rank by attainment among all members, shared by ties; nil without a quota.
  public var rank: Int?
}

extension PayRun {
  /// The standings of everyone with a pay plan.
  ///
  /// - Parameters:
  ///   - dayIsOver: True if the run's day counts as over.
  ///   - curve: The expected share by business day, used if it covers the member's pay period.
  ///     Otherwise the expected share is business days elapsed / business days of the period.
  /// - Returns: Best first, members without a quota last.
  public func standings(dayIsOver: Bool, curve: PaceCurve? = nil) -> [MemberStanding] {
    let all = plan.people.compactMap { standing($0, curve, dayIsOver: dayIsOver) }
    let sorted = all.sorted { left, right in
      switch (left.attainment, right.attainment) {
      case (let first?, let second?) where first != second: first > second
      case (.some, nil): true
      case (nil, .some): false
      default: left.member < right.member
      }
    }
    var ranked: [MemberStanding] = []
    for (place, standing) in sorted.enumerated() {
      var standing = standing
      if standing.attainment != nil {
        let last = ranked.last
        standing.rank = last?.attainment == standing.attainment ? last?.rank : place + 1
      }
      ranked.append(standing)
    }
    return ranked
  }

  private func standing(
    _ person: Person, _ curve: PaceCurve?, dayIsOver: Bool
  ) -> MemberStanding? {
    guard let terms = current.terms(of: person.id) else { return nil }
    let quotaTerms = QuotaTerms(person, terms.plan, plan.fiscal)
    let number = quotaTerms.calendar.number(of: day)
    let period = quotaTerms.calendar.period(number)
    guard quotaTerms.daysThere(period) > 0 else { return nil }
    let quota = quotaTerms.quota(number)?.amount
    let code = events.facts.members.find(person.id.text)
    let credits = current.credits(
      of: code, terms.plan.stream, in: period.first..<day.advanced(by: 1))
    var byDay: [CalendarDay: Exact] = [:]
    for credit in credits { byDay[credit.event.day, default: .zero] += credit.pair.quota }
    let credit = byDay.values.reduce(Exact.zero, +)
    let real = quota.flatMap { $0 > .zero ? $0 : nil }
    let over = dayIsOver ? day.advanced(by: 1) : day
    let count = plan.calendar.businessDays(in: period.days)
    let left = plan.calendar.businessDays(in: over..<period.end)
    let own = curve.flatMap { $0.period.days == period.days ? $0 : nil }
    let paces = paces(byDay, real, own, period.first..<over, count: count)
    return MemberStanding(
      member: person.id, name: person.name, lever: person.lever, period: period, quota: quota,
      credit: credit, attainment: real.map { credit / $0 }, pace: paces.last,
      neededToday: real.flatMap {
        left > 0 ? max(.zero, $0 - credit) / Exact(left) : nil
      }, streak: paces.reversed().prefix { $0 >= .one }.count, rank: nil)
  }

  /// The pace at the end of each business day that is over.
  ///
  /// Credit of days off counts with the business day before them.
  private func paces(
    _ byDay: [CalendarDay: Exact], _ quota: Exact?, _ curve: PaceCurve?,
    _ days: Range<CalendarDay>, count: Int
  ) -> [Exact] {
    guard let quota, count > 0 else { return [] }
    var sum = Exact.zero
    var elapsed = 0
    var paces: [Exact] = []
    for day in days {
      sum += byDay[day] ?? .zero
      let isBusinessDay = plan.calendar.isBusinessDay(day)
      if isBusinessDay { elapsed += 1 }
      guard elapsed > 0 else { continue }
      let share =
        curve?.share(elapsed: elapsed, isRested: !isBusinessDay)
        ?? Exact(Int128(elapsed), over: Int128(count))
      // If nothing is expected by now, everyone is on pace.
      let pace = share > .zero ? sum / (quota * share) : .one
      if isBusinessDay { paces.append(pace) } else { paces[paces.count - 1] = pace }
    }
    return paces
  }
}
