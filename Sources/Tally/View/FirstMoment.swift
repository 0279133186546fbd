internal import Synchronization

/// When the first fact of a view happened, found by a pass the first time that anyone asks. Copies of a view
/// share what was found.
final class FirstMoment: Sendable {
  private let found: Mutex<Int64??>

  /// Not looked for yet.
  init() { found = Mutex(nil) }

  /// Found already; nil where there is no fact.
  private init(_ moment: Int64?) { found = Mutex(.some(moment)) }

  /// Milliseconds since 1970; nil where there is no fact.
  func value(_ find: () -> Int64?) -> Int64? {
    found.withLock { found in
      if let known = found { return known }
      let moment = find()
      found = .some(moment)
      return moment
    }
  }

  /// That of the view with more facts in it.
  func with(_ moments: some Sequence<Int64>) -> FirstMoment {
    guard let known = found.withLock({ $0 }) else { return FirstMoment() }
    return FirstMoment(moments.reduce(known) { min($0 ?? .max, $1) })
  }
}
