internal import Facts
internal import Logging
internal import Synchronization

/// What is wrong with a server while it runs, for those who are on call: each condition is logged once when it begins
/// and once when it ends, and `/ready` and the metrics tell it in between.
public final class Conditions: Sendable {
  /// A kind of trouble.
  public enum Kind: String, CaseIterable, Sendable {
    /// The last fact or change could not be written.
    case writes
    /// The ledger's file does not lie where it was opened.
    case moved
    /// The clock is behind what the ledger has seen.
    case clock
    /// More waits for the writer than it can take soon.
    case backlog
    /// What is shown could not be brought up to date.
    case board
    /// The index beside the ledger cannot be written; it is kept in memory.
    case index
    /// The first GM's link could not be made.
    case invitation

    /// Whether the server takes no facts while it lasts.
    var isStop: Bool { self == .writes || self == .moved }
  }

  /// A condition that lasts.
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

  /// A condition is there, or still is.
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

  /// A condition is not there, or not any more.
  func end(_ kind: Kind) {
    guard let known = lasting.withLock({ $0.removeValue(forKey: kind) }) else { return }
    let seconds = now().seconds - known.since.seconds
    logger.notice(
      "Trouble ends", metadata: ["kind": "\(kind.rawValue)", "lasted": "\(seconds) s"])
  }

  func set(_ kind: Kind, _ words: String?) {
    if let words { begin(kind, words) } else { end(kind) }
  }

  /// Whether one is there.
  func has(_ kind: Kind) -> Bool { lasting.withLock { $0[kind] != nil } }

  /// Those that last, in the order of their kinds.
  var all: [Lasting] {
    lasting.withLock { lasting in Kind.allCases.compactMap { lasting[$0] } }
  }

  /// Whether facts are taken.
  var isReady: Bool { !all.contains { $0.kind.isStop } }
}
