internal import Facts
internal import Logging
internal import ServiceLifecycle

/// Triggers the board's refreshes.
///
/// It refreshes at once after facts are stored here, and several times a second for writes of other
/// processes, a new plan, or midnight.
struct Watch: Service {
  private let board: Board
  private let bell: Bell
  private let newest: Newest
  private let rounds: Rounds

  /// The interval at which the ledger is checked for writes of other processes.
  private static let pause = Duration.milliseconds(250)
  /// The shortest rest between two snapshots; as long as the last one took, if that is more.
  private static let minPause = Duration.milliseconds(10)

  /// The interval at which silent pages get a sign of life.
  private static let reminder = Duration.seconds(10)

  init(_ house: House) {
    board = house.board
    bell = house.bell
    newest = house.newest
    rounds = Rounds(house)
  }

  func run() async throws {
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await ring() }
        group.addTask {
          while !Task.isCancelled {
            await rounds.go()
            await sleep(Rounds.pause)
          }
        }
        for await _ in bell.rings {
          let began = ContinuousClock.now
          await board.refresh()
          await sleep(max(Watch.minPause, ContinuousClock.now - began))
        }
        group.cancelAll()
      }
    } onGracefulShutdown: {
      bell.finish()
      newest.finish()
    }
  }

  private func ring() async {
    var reminded = ContinuousClock.now
    while !Task.isCancelled {
      await sleep(Watch.pause)
      bell.ring()
      if ContinuousClock.now - reminded > Watch.reminder {
        newest.remind()
        reminded = .now
      }
    }
  }

  private func sleep(_ time: Duration) async {
    do { try await Task.sleep(for: time) } catch {
      // Only cancellation throws here, and then the loop ends.
    }
  }
}

/// Signals that facts were stored. Several rings during a refresh cause one more refresh.
struct Bell: Sendable {
  let rings: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func ring() { continuation.yield() }
  func finish() { continuation.finish() }
}
