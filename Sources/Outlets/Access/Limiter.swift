internal import Facts
internal import HTTPTypes
internal import Synchronization

/// Holds wrong passwords down: of a name from one network, of one network, and of a browser that is known. Many
/// networks together can shut a name out only for browsers that are not known, so that nobody can lock its owner out
/// from elsewhere.
final class Limiter: Sendable {
  /// Wrong passwords in ``span`` seconds at most.
  private static let most = (name: 5, address: 20, anywhere: 100, device: 10)
  /// Seconds for which wrong passwords count.
  private static let span: Int64 = 900
  /// Counts kept at most; the oldest goes first.
  private static let kept = 20_000
  /// Refused tries a minute that have a line of the audit trail each; the metrics count the others.
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

  /// What a try is counted by: hashes, so that what is kept is bounded whatever is sent.
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

  /// - Throws: ``Refusal`` 429 where too many have failed.
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

  /// Forgets what was counted: the password was right.
  func clear(_ keys: Keys) {
    // The address goes on counting, so that one right password does not make room for wrong ones of others.
    if let key = keys.limits.first?.key {
      state.withLock { state in
        if state.failures[key] != nil { state.failures[key]?.count = 0 }
      }
    }
  }

  /// Whether another refused try has a line of the audit trail in this minute.
  func mayTell(at moment: Instant) -> Bool {
    state.withLock { state in
      if state.toldSince.advanced(bySeconds: 60) <= moment {
        (state.toldSince, state.told) = (moment, 0)
      }
      state.told += 1
      return state.told <= Limiter.told
    }
  }
}
