/// What takes facts back, and which of them are out of force by it: the one rule of it for every answer and for pay.
public enum Retractions {
  /// The facts that are taken back, by their numbers. `retracting` says for each fact which others retract it, in
  /// the order in which they were kept.
  ///
  /// A retraction that is itself retracted has no force.
  public static func retracted(_ retracting: [Int64: [Int64]]) -> Set<Int64> {
    var settled: [Int64: Bool] = [:]
    return Set(retracting.keys.sorted().filter { isRetracted($0, retracting, &settled) })
  }

  /// Follows what names a fact, what names that, and so on, without recursion: senders decide how long such a chain
  /// is. A fact is retracted if one of those that name it is not.
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
          // Retractions that go round in a circle have no force where they close it.
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
