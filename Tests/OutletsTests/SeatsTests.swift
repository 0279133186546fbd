import Foundation
import Synchronization
import Testing

@testable import Outlets

/// How many requests of one visitor are worked on at once.
@Suite struct SeatsTests {
  /// A gate that work waits at.
  private actor Gate {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var isOpen = false
    private(set) var entered = 0

    func pass() async {
      entered += 1
      if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    func open() {
      isOpen = true
      for one in waiting { one.resume() }
      waiting.removeAll()
    }

    func wait(for count: Int) async throws {
      for _ in 0..<2000 {
        if entered >= count { return }
        try await Task.sleep(for: .milliseconds(1))
      }
    }
  }

  /// How many are at work at once.
  private final class Most: Sendable {
    private let counts = Mutex((now: 0, ever: 0))
    var ever: Int { counts.withLock { $0.ever } }
    func enter() { counts.withLock { $0 = ($0.now + 1, max($0.ever, $0.now + 1)) } }
    func leave() { counts.withLock { $0.now -= 1 } }
  }

  @Test("two are at work, eight wait, and more are told to come again")
  func bounds() async throws {
    let (seats, gate) = (Seats(), Gate())
    let most = Most()
    let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<14 {
        group.addTask {
          do {
            try await seats.seated("mia", hangUp: nil) {
              most.enter()
              await gate.pass()
              most.leave()
            }
            return false
          } catch is Refusal { return true }
        }
      }
      try await gate.wait(for: 2)
      try await seats.seated("sam", hangUp: nil) {}
      var refused = 0
      for _ in 0..<4 where try await group.next() == true { refused += 1 }
      await gate.open()
      for try await isRefused in group where isRefused { refused += 1 }
      return refused
    }
    #expect(refused == 4)
    #expect(most.ever == Seats.atWork)
    try await seats.seated("mia", hangUp: nil) {}
  }

  @Test("whoever hangs up leaves the line at once")
  func hangUp() async throws {
    let (seats, gate) = (Seats(), Gate())
    let connection = Connection()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask { try await seats.seated("mia", hangUp: nil) { await gate.pass() } }
      }
      try await gate.wait(for: 2)
      let waiting = Task {
        try await seats.seated("mia", hangUp: connection) { Issue.record("it was worked on") }
      }
      try await Task.sleep(for: .milliseconds(20))
      connection.gone()
      await #expect(throws: CancellationError.self) { try await waiting.value }
      await gate.open()
      try await group.waitForAll()
    }
  }
}
