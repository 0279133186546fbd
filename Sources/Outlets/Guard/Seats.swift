internal import HTTPTypes
internal import Synchronization

/// Limits each visitor's requests in progress and waiting, so that one visitor never delays the
/// others.
final class Seats: Sendable {
  /// The most requests of one visitor in progress.
  static let atWork = 2
  /// The most waiting requests of one visitor; more are refused.
  static let waiting = 8

  private let lines = Mutex<[String: Line]>([:])

  private let next = Atomic<Int>(0)

  private struct Line {
    var atWork = 0
    var waiting: [Waiter] = []
  }

  private struct Waiter {
    let number: Int
    let turn: CheckedContinuation<Entry, Never>
  }

  /// The result of asking for a seat.
  private enum Entry {
    case seated, full, gone
  }

  /// Runs a visitor's work once a seat is free.
  ///
  /// - Throws: ``Refusal`` 429 if too many of the visitor's requests wait, `CancellationError` if
  ///   the client has hung up.
  func seated<Value>(
    _ visitor: String, hangUp: Connection?, _ work: () async throws -> Value
  ) async throws -> Value {
    try await take(visitor, hangUp)
    defer { leave(visitor) }
    if hangUp?.isGone == true { throw CancellationError() }
    return try await work()
  }

  private func take(_ visitor: String, _ hangUp: Connection?) async throws {
    let number = next.add(1, ordering: .relaxed).newValue
    var watched: Int?
    let entry = await withCheckedContinuation { turn in
      let entry = lines.withLock { lines -> Entry? in
        var line = lines[visitor] ?? Line()
        defer { lines[visitor] = line }
        if line.atWork < Seats.atWork {
          line.atWork += 1
          return .seated
        }
        guard line.waiting.count < Seats.waiting else { return .full }
        line.waiting.append(Waiter(number: number, turn: turn))
        return nil
      }
      if let entry { return turn.resume(returning: entry) }
      watched = hangUp?.onGone { [weak self] in self?.giveUp(number, visitor) }
    }
    if let watched { hangUp?.ignore(watched) }
    switch entry {
    case .seated: return
    case .full: throw Seats.full
    case .gone: throw CancellationError()
    }
  }

  /// Removes a waiting request whose client has hung up.
  private func giveUp(_ number: Int, _ visitor: String) {
    let waiter = lines.withLock { lines -> Waiter? in
      guard let place = lines[visitor]?.waiting.firstIndex(where: { $0.number == number }) else {
        return nil
      }
      return lines[visitor]?.waiting.remove(at: place)
    }
    waiter?.turn.resume(returning: .gone)
  }

  private func leave(_ visitor: String) {
    let next = lines.withLock { lines -> Waiter? in
      guard var line = lines[visitor] else { return nil }
      guard line.waiting.isEmpty else {
        let next = line.waiting.removeFirst()
        lines[visitor] = line
        return next
      }
      line.atWork -= 1
      lines[visitor] = line.atWork > 0 ? line : nil
      return nil
    }
    next?.turn.resume(returning: .seated)
  }

  private static let full = Refusal(
    .tooManyRequests, "too many of your requests are at work",
    "wait for their answers, and ask again", fields: [.retryAfter: "1"])
}
