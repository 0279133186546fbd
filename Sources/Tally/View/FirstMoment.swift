internal import Synchronization

/// The time of a view's first fact, computed by a pass on first use.
///
/// Copies of a view share the result.
final class FirstMoment: Sendable {
  private let found: Mutex<Int64??>

  /// Not computed yet.
  init() { found = Mutex(nil) }

  /// Already computed; nil if the view has no facts.
  private init(_ moment: Int64?) { found = Mutex(.some(moment)) }

  /// The time in milliseconds since 1970; nil if the view has no facts.
  func value(_ find: () -> Int64?) -> Int64? {
    found.withLock { found in
      if let known = found { return known }
      let moment = find()
      found = .some(moment)
      return moment
    }
  }

  /// The first moment after adding facts at these moments.
  func with(_ moments: some Sequence<Int64>) -> FirstMoment {
    guard let known = found.withLock({ $0 }) else { return FirstMoment() }
    return FirstMoment(moments.reduce(known) { min($0 ?? .max, $1) })
  }
}
