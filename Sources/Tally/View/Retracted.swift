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
    for fact in named.keys.sorted() where Retracted.isRetracted(fact, named, &settled) {
      facts.insert(fact)
    }
  }

  /// Follows what names a fact, what names that, and so on, without recursion: senders decide how long such a chain
  /// is. A fact is retracted if one of those that name it is not.
  private static func isRetracted(
    _ fact: Int64, _ named: [Int64: [Int64]], _ settled: inout [Int64: Bool]
  ) -> Bool {
    var way: [(fact: Int64, next: Int)] = [(fact, 0)]
    var onWay: Set<Int64> = [fact]
    while let (last, next) = way.last {
      let naming = named[last] ?? []
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
