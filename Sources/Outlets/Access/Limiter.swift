internal import Facts
internal import HTTPTypes
internal import Synchronization

/// Limits wrong passwords per name and network, per network, per name, and per known browser.
///
/// Many networks together can lock a name only for browsers that are new to it, so that nobody can
/// lock out its owner from elsewhere.
final class Limiter: Sendable {
  /// The most wrong passwords within ``span``.
  private static let most = (name: 5, address: 20, anywhere: 100, device: 10)
  /// Seconds after its first failure at which a count starts again.
  private static let span: Int64 = 900
  /// The most counts in memory; the oldest is dropped first.
  private static let kept = 20_000
  /// The most failed sign-ins a minute that the audit trail lists. The metrics count all of them.
  private static let told = 60

  private let state = Mutex(State())

  private struct State {
    var failures: [String: Failures] = [:]
    var order: [String] = []
    var first = 0
    var toldSince = Instant(milliseconds: 0)
    var told = 0
  }

  private struct Failures {
    var count: Int
    var since: Instant
  }

  /// The counts that a sign-in adds to. The keys are hashes, so that long names take no more
  /// memory.
  struct Keys {
    fileprivate let limits: [(key: String, most: Int)]

    init(name: String, address: String, device: String?) {
      let network = NetworkAddress.group(address)
      if let device {
        limits = [(Secret.hash("device \(device)"), Limiter.most.device)]
      } else {
        limits = [
          (Secret.hash("name \(network) \(name)"), Limiter.most.name),
          (Secret.hash("address \(network)"), Limiter.most.address),
          (Secret.hash("anywhere \(name)"), Limiter.most.anywhere),
        ]
      }
    }
  }

  /// - Throws: ``Refusal`` 429 after too many failures.
  func check(_ keys: Keys, at moment: Instant) throws(Refusal) {
    let left = state.withLock { state -> Int64? in
      keys.limits.compactMap { limit -> Int64? in
        guard let failed = state.failures[limit.key], failed.count >= limit.most else { return nil }
        let end = failed.since.advanced(bySeconds: Limiter.span)
        return end > moment ? (end.milliseconds - moment.milliseconds) / 1000 + 1 : nil
      }.max()
    }
    guard let left else { return }
    throw Refusal(
      .tooManyRequests, "there were too many wrong passwords",
      "wait \(left / 60 + 1) minutes, and try again", fields: [.retryAfter: String(left)])
  }

  /// Counts a wrong password.
  func fail(_ keys: Keys, at moment: Instant) {
    state.withLock { state in
      for (key, _) in keys.limits {
        if var known = state.failures[key] {
          let isStale = known.since.advanced(bySeconds: Limiter.span) <= moment
          known = Failures(
            count: isStale ? 1 : known.count + 1, since: isStale ? moment : known.since)
          state.failures[key] = known
        } else {
          state.failures[key] = Failures(count: 1, since: moment)
          state.order.append(key)
        }
      }
      while state.failures.count > Limiter.kept, state.first < state.order.count {
        state.failures[state.order[state.first]] = nil
        state.first += 1
      }
      if state.first > Limiter.kept {
        state.order.removeFirst(state.first)
        state.first = 0
      }
    }
  }

  /// Resets the count of the name in its network, or of the browser, after a right password.
  func clear(_ keys: Keys) {
    // The network's count stays, so that one right password does not allow more wrong ones for
    // other names.
    if let key = keys.limits.first?.key {
      state.withLock { state in
        if state.failures[key] != nil { state.failures[key]?.count = 0 }
      }
    }
  }

  /// True if another failed sign-in may be written to the audit trail in this minute.
  func mayAudit(at moment: Instant) -> Bool {
    state.withLock { state in
      if state.toldSince.advanced(bySeconds: 60) <= moment {
        (state.toldSince, state.told) = (moment, 0)
      }
      state.told += 1
      return state.told <= Limiter.told
    }
  }
}
