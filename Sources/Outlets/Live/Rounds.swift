internal import Facts
internal import Ledger
internal import Synchronization

/// Once a second looks after what nobody asks for: whether the ledger lies where it was opened and can be written,
/// whether the clock is behind it, what waits, and whether who is let in has changed.
actor Rounds {
  private let house: House
  private let thread = OwnThread("rounds")
  private var auditMark: Int64?
  /// Whether a write was tried since the start: a disk that is full from the beginning is told without any sender.
  private var isTried = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Between two rounds.
  static let pause = Duration.seconds(1)
  /// Milliseconds that the clock may be behind before it is said.
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
      // Whoever was let in may not be any more: every open page asks again.
      if let auditMark, auditMark != mark {
        house.access.forget()
        house.newest.remind()
      }
      auditMark = mark
    } catch {
      // A ledger that cannot be read is said by the board, which reads it more often.
    }
  }

  private func looking(_ kind: Conditions.Kind, _ look: () throws(LedgerProblem) -> Void) {
    do throws(LedgerProblem) {
      try look()
      house.conditions.end(kind)
    } catch { house.conditions.begin(kind, error.problem) }
  }

  /// Makes the link of the first GM that could not be made when the server started.
  private func invite() async {
    do {
      let secret = try await house.access.firstInvitation()
      house.conditions.end(.invitation)
      if let secret { await house.invited(secret) }
    } catch {
      // It is tried again in the next round.
    }
  }
}
