public import Facts
public import Planning

/// Who reported to whom at which time, as the plan in force then said.
public struct Organisation: Sendable {
  private let versions: [(from: Int64, managers: [MemberID: MemberID])]

  /// The plans in the order in which they came into force; the first also counts for the time before
  /// it.
  public init(_ plans: [(applied: Instant, plan: Plan)]) {
    versions = plans.map { applied, plan in
      var managers: [MemberID: MemberID] = [:]
      for person in plan.people { managers[person.id] = person.manager }
      return (applied.milliseconds, managers)
    }
  }

  /// The managers above a member at a time, nearest first.
  func managers(of member: MemberID, at moment: Int64) -> [MemberID] {
    guard
      let version = versions.last(where: { $0.from <= moment }) ?? versions.first
    else { return [] }
    var way: [MemberID] = []
    var seen: Set<MemberID> = [member]
    var here = member
    while let next = version.managers[here], seen.insert(next).inserted {
      way.append(next)
      here = next
    }
    return way
  }
}
