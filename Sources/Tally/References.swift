internal import Facts
internal import Ledger

/// Which facts are void, and which money takes back which.
struct References: Sendable {
  /// Facts that a retraction in force says were wrong.
  private(set) var void: Set<Int64> = []
  /// From a refund to the payment it takes back.
  private(set) var refunded: [Int64: Int64] = [:]

  /// No fact names another.
  init() {}

  /// What was known before a moment. A retraction that is itself retracted has no force.
  init(_ references: [FactReference], receivedBefore moment: Instant) {
    var retracted: [Int64: [Int64]] = [:]
    for reference in references where reference.received < moment.milliseconds {
      switch reference.kind {
      case .retract: retracted[reference.to, default: []].append(reference.from)
      case .money: refunded[reference.from] = reference.to
      default: break
      }
    }
    var settled: [Int64: Bool] = [:]
    for fact in retracted.keys.sorted() where isVoid(fact, retracted, &settled, []) {
      void.insert(fact)
    }
  }

  private func isVoid(
    _ fact: Int64, _ retracted: [Int64: [Int64]], _ settled: inout [Int64: Bool],
    _ above: Set<Int64>
  ) -> Bool {
    if let known = settled[fact] { return known }
    // Retractions that go round in a circle have no force.
    guard !above.contains(fact) else { return false }
    let inForce = (retracted[fact] ?? []).contains {
      !isVoid($0, retracted, &settled, above.union([fact]))
    }
    settled[fact] = inForce
    return inForce
  }
}
