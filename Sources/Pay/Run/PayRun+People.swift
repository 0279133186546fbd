public import Facts
import Planning

/// How one member stands against their quota.
public struct MemberStanding: Hashable, Sendable {
  /// Whom it is of.
  public let member: MemberID
  /// As the plan writes it.
  public let name: String
  /// Nil for someone of no lever.
  public let lever: Lever?
  /// The pay period.
  public let period: Period
  /// In minor units; nil where the plan sets none.
  public let quota: Exact?
  /// Quota credit in minor units, to the day.
  public let credit: Exact
  /// Credit over quota.
  public let attainment: Exact?
  /// Credit of the days that are over, over what is expected by their end; nil before the first
  /// business day is over.
  public let pace: Exact?
  /// What is to go for each business day left, in minor units; nil where none is left.
  public let neededToday: Exact?
  /// Business days one after another, up to the last that is over, at whose end they were on pace.
  public let streak: Int
  /// By attainment among all, ties sharing it; nil without a quota.
  public var rank: Int?
}

extension PayRun {
  /// Everyone with a pay plan, the best first; those without a quota last.
  ///
  /// Expected by the end of a business day is what `curve` says where it is of the member's pay period, and
  /// otherwise its even part of the period's business days. `dayIsOver` says whether the day looked from counts
  /// as over.
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

  /// Credit over what was expected, at the end of each business day that is over; money of days off
  /// counts with the business day before them.
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
      // Where nothing is usually in by now, anyone is on pace.
      let pace = share > .zero ? sum / (quota * share) : .one
      if isBusinessDay { paces.append(pace) } else { paces[paces.count - 1] = pace }
    }
    return paces
  }
}
