internal import HTTPTypes
internal import Synchronization

/// Computes password hashes on a thread of its own.
///
/// A hash blocks for a third of a second. Only a few may wait, so that nobody can keep the
/// processors busy with them.
actor Hashing {
  private let thread = OwnThread("hashing")
  private nonisolated let waiting = Atomic<Int>(0)

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// The most hashes that are waiting or in progress.
  private static let most = 8

  /// True if a password matches a hash. Without a hash it does the same work and returns false.
  ///
  /// - Throws: ``Refusal`` 429 if too many are waiting.
  nonisolated func fits(_ password: String, _ hash: String?) async throws -> Bool {
    try enter()
    defer { waiting.subtract(1, ordering: .relaxed) }
    return try await work { () throws(Refusal) in
      try Password.fits(password, hash ?? Password.nobody)
    } && hash != nil
  }

  /// Hashes a password for the ledger.
  ///
  /// - Throws: ``Refusal`` 429 if too many are waiting.
  nonisolated func hash(_ password: String) async throws -> String {
    try enter()
    defer { waiting.subtract(1, ordering: .relaxed) }
    return try await work { () throws(Refusal) in try Password.hash(password) }
  }

  private func work<Value: Sendable>(_ body: () throws(Refusal) -> Value) throws -> Value {
    try body()
  }

  private nonisolated func enter() throws(Refusal) {
    guard waiting.add(1, ordering: .relaxed).newValue <= Hashing.most else {
      waiting.subtract(1, ordering: .relaxed)
      throw Refusal(
        .tooManyRequests, "many sign in at this moment", "try again in some seconds",
        fields: [.retryAfter: "5"])
    }
  }
}
