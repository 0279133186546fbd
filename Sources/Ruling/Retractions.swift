/// The rule for which facts are retracted, used by every answer and by pay.
public enum Retractions {
  /// The numbers of the retracted facts. A retraction that is itself retracted has no effect.
  ///
  /// `retracting` has, by a fact's number, the numbers of the facts that retract it, in ledger
  /// order.
  public static func retracted(_ retracting: [Int64: [Int64]]) -> Set<Int64> {
    var settled: [Int64: Bool] = [:]
    return Set(retracting.keys.sorted().filter { isRetracted($0, retracting, &settled) })
  }

  /// True if at least one retraction of the fact isn't itself retracted.
  ///
  /// Walks the chain with an explicit stack instead of recursion, because senders decide how long
  /// it is.
  private static func isRetracted(
    _ fact: Int64, _ retracting: [Int64: [Int64]], _ settled: inout [Int64: Bool]
  ) -> Bool {
    var way: [(fact: Int64, next: Int)] = [(fact, 0)]
    var onWay: Set<Int64> = [fact]
    while let (last, next) = way.last {
      let naming = retracting[last] ?? []
      var verdict = settled[last]
      if verdict == nil {
        if next == naming.count {
          verdict = false
        } else if onWay.contains(naming[next]) || settled[naming[next]] == false {
          // In a cycle of retractions, the one that closes the cycle has no effect.
          verdict = true
        } else if settled[naming[next]] == true {
          way[way.count - 1].next += 1
        } else {
          onWay.insert(naming[next])
          way.append((naming[next], 0))
        }
      }
      if let verdict {
        settled[last] = verdict
        onWay.remove(last)
        way.removeLast()
      }
    }
    return settled[fact] ?? false
  }
}
