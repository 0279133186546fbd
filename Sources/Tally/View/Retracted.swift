internal import Facts

/// Which facts are out of force.
struct Retracted {
  /// Numbers of facts that a retraction in force says were wrong.
  private(set) var facts: Set<Int64> = []

  /// What was known before a moment. A retraction that is itself retracted has no force.
  init(_ retractions: [Retraction], receivedBefore moment: Instant) {
    var named: [Int64: [Int64]] = [:]
    for retraction in retractions where retraction.received < moment.milliseconds {
      named[retraction.to, default: []].append(retraction.from)
    }
    var settled: [Int64: Bool] = [:]
    for fact in named.keys.sorted() where isRetracted(fact, named, &settled, []) {
      facts.insert(fact)
    }
  }

  private func isRetracted(
    _ fact: Int64, _ named: [Int64: [Int64]], _ settled: inout [Int64: Bool], _ above: Set<Int64>
  ) -> Bool {
    if let known = settled[fact] { return known }
    // Retractions that go round in a circle have no force.
    guard !above.contains(fact) else { return false }
    let inForce = (named[fact] ?? []).contains {
      !isRetracted($0, named, &settled, above.union([fact]))
    }
    settled[fact] = inForce
    return inForce
  }
}
