internal import HTTPTypes
internal import Synchronization

/// The bytes of all request bodies in progress. Bounded, so that many senders together cannot fill
/// the memory.
final class Bodies: Sendable {
  /// The most bytes of bodies from signed-in senders, and from all others.
  private static let most = (known: 512 << 20, unknown: 32 << 20)

  private let known = Atomic<Int>(0)
  private let unknown = Atomic<Int>(0)

  /// Reserves room for a body, which the caller must give back.
  ///
  /// - Throws: ``Refusal`` 503 if the limit is reached.
  func take(_ bytes: Int, isKnown: Bool) throws(Refusal) {
    let most = isKnown ? Bodies.most.known : Bodies.most.unknown
    let taken =
      isKnown
      ? known.add(bytes, ordering: .relaxed).newValue
      : unknown.add(bytes, ordering: .relaxed).newValue
    guard taken <= most else {
      give(bytes, isKnown: isKnown)
      throw Refusal(
        .serviceUnavailable, "too many bodies are on their way", "send it again in a second",
        fields: [.retryAfter: "1"])
    }
  }

  /// Gives back the room of a body.
  func give(_ bytes: Int, isKnown: Bool) {
    if isKnown {
      known.subtract(bytes, ordering: .relaxed)
    } else {
      unknown.subtract(bytes, ordering: .relaxed)
    }
  }
}
