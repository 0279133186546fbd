public import Facts
public import Planning

/// The reporting lines over time, each taken from the plan then in force.
public struct Organisation: Sendable {
  private let versions: [(from: Int64, managers: [MemberID: MemberID])]

  /// Reporting lines from plans in the order in which they came into force.
  ///
  /// The first plan also applies to the time before it.
  public init(_ plans: [(applied: Instant, plan: Plan)]) {
    versions = plans.map { applied, plan in
      var managers: [MemberID: MemberID] = [:]
      for person in plan.people { managers[person.id] = person.manager }
      return (applied.milliseconds, managers)
    }
  }

  /// The managers above a member at a moment (milliseconds since 1970), nearest first.
  ///
  /// A cycle in the reporting lines ends the list.
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
