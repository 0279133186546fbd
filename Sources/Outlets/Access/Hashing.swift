internal import HTTPTypes
internal import Synchronization

/// Works password hashes out, which takes a third of a second each and blocks: on a thread of its own, a few waiting
/// at most, so that nobody can keep the processors busy with it.
actor Hashing {
  private let thread = OwnThread("hashing")
  private nonisolated let waiting = Atomic<Int>(0)

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Hashes that wait or are at work at most.
  private static let most = 8

  /// Whether a password is the one of a hash. Where there is no hash the same work is done, and it is not.
  ///
  /// - Throws: ``Refusal`` 429 where too many wait.
  nonisolated func fits(_ password: String, _ hash: String?) async throws -> Bool {
    try enter()
    defer { waiting.subtract(1, ordering: .relaxed) }
    return try await work { () throws(Refusal) in
      try Password.fits(password, hash ?? Password.nobody)
    } && hash != nil
  }

  /// What the ledger keeps of a password.
  ///
  /// - Throws: ``Refusal`` 429 where too many wait.
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
