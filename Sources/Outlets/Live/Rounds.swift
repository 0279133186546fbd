internal import Facts
internal import Ledger
internal import Synchronization

/// Checks the server once a second.
///
/// It checks that the ledger is where it was opened and can be written, the clock, the queue, and
/// whether users or tokens have changed.
actor Rounds {
  private let house: House
  private let thread = OwnThread("rounds")
  private var auditMark: Int64?
  /// True once a write has been tried. This finds a disk that is full at the start without any
  /// sender.
  private var isTried = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// The pause between two rounds.
  static let pause = Duration.seconds(1)
  /// Milliseconds that the clock may be behind before the condition begins.
  private static let behind: Int64 = 60_000

  init(_ house: House) { self.house = house }

  func go() async {
    looking(.moved) { () throws(LedgerProblem) in try house.ledger.checkPlace() }
    look()
    let most = house.settings.queue
    house.conditions.set(
      .backlog,
      house.keeper.waiting > most / 2
        ? "\(house.keeper.waiting) facts wait to be written, of \(most) at most" : nil)
    if house.conditions.has(.writes) || !isTried {
      isTried = true
      await house.keeper.probe()
    }
    if house.conditions.has(.invitation) { await invite() }
  }

  private func look() {
    do throws(LedgerProblem) {
      let late = try house.ledger.behind(house.now())
      house.counters.clockBehind.store(late, ordering: .relaxed)
      house.conditions.set(
        .clock,
        late > Rounds.behind
          ? "the clock is \(late / 1000) seconds behind what the ledger has seen; facts that come now count "
            + "as received when the last one was" : nil)
      house.counters.quarantineWaiting.store(
        try house.ledger.quarantineCount(), ordering: .relaxed)
      let mark = try house.ledger.auditMark()
      // A user or token may have been revoked: every open page checks again.
      if let auditMark, auditMark != mark {
        house.access.forget()
        house.newest.remind()
      }
      auditMark = mark
    } catch {
      // The board reports a ledger that cannot be read, and reads it more often.
    }
  }

  private func looking(_ kind: Conditions.Kind, _ look: () throws(LedgerProblem) -> Void) {
    do throws(LedgerProblem) {
      try look()
      house.conditions.end(kind)
    } catch { house.conditions.begin(kind, error.problem) }
  }

  /// Creates the first GM's link, after a failure at the start.
  private func invite() async {
    do {
      let secret = try await house.access.firstInvitation()
      house.conditions.end(.invitation)
      if let secret { await house.invited(secret) }
    } catch {
      // Tried again in the next round.
    }
  }
}
