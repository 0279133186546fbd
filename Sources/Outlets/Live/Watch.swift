internal import Facts
internal import Logging
internal import ServiceLifecycle

/// Tells the board when to look: at once when facts were kept here, and several times a second for what
/// other processes wrote, a plan that was put in force, or midnight.
struct Watch: Service {
  private let board: Board
  private let bell: Bell
  private let newest: Newest
  private let rounds: Rounds

  /// How often the ledger is asked for what others wrote.
  private static let pause = Duration.milliseconds(250)
  /// What is left between two snapshots for other work, at least; what one took where that is more.
  private static let breath = Duration.milliseconds(10)

  /// How often pages that hear nothing are told that the server is there.
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
          await sleep(max(Watch.breath, ContinuousClock.now - began))
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
      // Only cancelled: whoever waits ends.
    }
  }
}

/// Rung when facts were kept. However often it is rung while the board is at work, the board looks once
/// more.
struct Bell: Sendable {
  let rings: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func ring() { continuation.yield() }
  func finish() { continuation.finish() }
}
