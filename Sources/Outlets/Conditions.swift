internal import Facts
internal import Logging
internal import Synchronization

/// Problems that last while the server runs, for operators.
///
/// Each condition is logged once when it begins and once when it ends. `/ready` and the metrics
/// report it in between.
public final class Conditions: Sendable {
  /// A kind of condition.
  public enum Kind: String, CaseIterable, Sendable {
    /// The last fact or change could not be written.
    case writes
    /// The ledger's file has been moved or replaced since it was opened.
    case moved
    /// The clock is behind the newest time in the ledger.
    case clock
    /// More facts wait for the writer than it can take soon.
    case backlog
    /// The pages could not be brought up to date.
    case board
    /// The index beside the ledger cannot be written; it stays in memory.
    case index
    /// The first GM's sign-up link could not be created.
    case invitation

    /// True if the server takes no facts during this condition.
    var isStop: Bool { self == .writes || self == .moved }
  }

  /// A condition that has begun and not ended.
  struct Lasting: Sendable {
    let kind: Kind
    let since: Instant
    let words: String
  }

  private let logger: Logger
  private let now: @Sendable () -> Instant
  private let lasting = Mutex<[Kind: Lasting]>([:])

  init(logger: Logger, now: @escaping @Sendable () -> Instant) {
    self.logger = logger
    self.now = now
  }

  /// Begins a condition, or updates its words if it has begun before.
  func begin(_ kind: Kind, _ words: String) {
    let moment = now()
    let isNew = lasting.withLock { lasting in
      let known = lasting[kind]
      lasting[kind] = Lasting(kind: kind, since: known?.since ?? moment, words: words)
      return known == nil
    }
    guard isNew else { return }
    logger.error("Trouble begins", metadata: ["kind": "\(kind.rawValue)", "why": "\(words)"])
  }

  /// Ends a condition, if it has begun.
  func end(_ kind: Kind) {
    guard let known = lasting.withLock({ $0.removeValue(forKey: kind) }) else { return }
    let seconds = now().seconds - known.since.seconds
    logger.notice(
      "Trouble ends", metadata: ["kind": "\(kind.rawValue)", "lasted": "\(seconds) s"])
  }

  func set(_ kind: Kind, _ words: String?) {
    if let words { begin(kind, words) } else { end(kind) }
  }

  /// True if a condition of this kind lasts.
  func has(_ kind: Kind) -> Bool { lasting.withLock { $0[kind] != nil } }

  /// The conditions that last, in the order of their kinds.
  var all: [Lasting] {
    lasting.withLock { lasting in Kind.allCases.compactMap { lasting[$0] } }
  }

  /// True if the server takes facts.
  var isReady: Bool { !all.contains { $0.kind.isStop } }
}
