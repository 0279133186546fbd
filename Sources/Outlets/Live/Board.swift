internal import Facts
internal import Ledger
internal import Logging
internal import Planning
internal import Scoreboard
internal import Synchronization
internal import Tally

/// Keeps the scoreboard of now fresh. Owns the reading side of the ledger; whoever asks gets the newest
/// ``Snapshot``, which never changes.
///
/// Facts that come in a burst are taken in together: while one snapshot is worked out the next ones wait,
/// and only the newest is made.
public actor Board {
  private let file: FactLedger
  private let desk: any Desk
  private let now: @Sendable () -> Instant
  private let logger: Logger
  private var ledger: IndexedLedger
  private var planVersion = 0
  private var isFolding = false
  private var foldNext = ContinuousClock.now
  /// Between two foldings, so many times what one took: while facts pour in, a fifth of a core goes there.
  private static let foldPause = 4
  /// How plays stood after the last close, and the day it was asked on.
  private var plays: PlaysSummary?
  private var playsAsked: CalendarDay?
  private var audited: CalendarDay
  private let counters: Counters
  private let thread = OwnThread("board")
  /// Seconds after which a snapshot is made anew though nothing was kept: facts may have been kept whose
  /// time had not come.
  private static let oldest: Int64 = 60
  /// Folding the index and judging plays take long, and hold up no snapshot.
  private let beside = Beside()
  /// The newest; read by everyone without waiting for the board.
  public nonisolated let newest: Newest

  /// The board's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  /// Opens the index and works the first snapshot out.
  ///
  /// - Throws: ``Refusal`` where the ledger cannot be read or has no plan.
  init(
    _ file: FactLedger, _ desk: any Desk, _ counters: Counters, logger: Logger,
    now: @escaping @Sendable () -> Instant
  ) throws {
    self.counters = counters
    self.file = file
    self.desk = desk
    self.now = now
    self.logger = logger
    let ledger = try refusing { () throws(LedgerProblem) in try IndexedLedger(file) }
    self.ledger = ledger
    planVersion = try refusing { () throws(LedgerProblem) in try file.plan()?.version ?? 0 }
    let moment = now()
    let board = try desk.scoreboard(ledger, at: moment)
    audited = board.day
    newest = Newest(
      Snapshot(number: 1, made: moment, board: board, flash: board.flash(), ledger: ledger))
  }

  /// Takes in what the ledger has kept since, and a new plan or a new day; makes a snapshot if anything
  /// changed.
  func refresh() {
    saying("The board stays as it was") {
      fold()
      ledger = try refusing { () throws(LedgerProblem) in try ledger.caughtUp() }
      let moment = now()
      let version = try refusing { () throws(LedgerProblem) in try file.plan()?.version ?? 0 }
      let last = newest.snapshot
      let isNewDay = last.plan.zone.day(of: moment) != last.board.day
      judge(last)
      audit(last)
      let isOld = moment.seconds - last.made.seconds >= Board.oldest
      guard ledger.last != last.last || version != planVersion || isNewDay || isOld else { return }
      planVersion = version
      publish(try desk.scoreboard(ledger, at: moment), ledger, made: moment)
    }
  }

  private func publish(_ board: DayScoreboard, _ ledger: IndexedLedger, made: Instant) {
    var flash = board.flash()
    flash.plays = plays
    newest.publish(
      Snapshot(
        number: newest.snapshot.number + 1, made: made, board: board, flash: flash,
        ledger: ledger))
  }

  /// Has plays judged, once a day, beside the work.
  private func judge(_ snapshot: Snapshot) {
    guard playsAsked != snapshot.board.day else { return }
    playsAsked = snapshot.board.day
    let (desk, moment, beside) = (desk, now(), beside)
    Task {
      let found = await beside.run {
        Result { try desk.plays(snapshot.board, snapshot.ledger, at: moment) }
      }
      saying("Plays were not judged") {
        plays = try found.get()
        publish(newest.snapshot.board, newest.snapshot.ledger, made: now())
      }
    }
  }

  /// Once a night compares every fact on the board with the ledger's, beside the work.
  private func audit(_ snapshot: Snapshot) {
    guard audited != snapshot.board.day else { return }
    audited = snapshot.board.day
    let (beside, counters) = (beside, counters)
    Task {
      let found = await beside.run {
        Result { () throws(LedgerProblem) in try snapshot.ledger.differences() }
      }
      saying("The night's audit did not end") {
        let differences = try found.get()
        counters.audits.add(1, ordering: .relaxed)
        counters.differences.add(differences.count, ordering: .relaxed)
        for difference in differences {
          logger.error("The board differs from the ledger", metadata: ["how": "\(difference)"])
        }
        // Whatever was wrong with it, the index is made again from the ledger.
        if !differences.isEmpty {
          ledger = try refusing { () throws(LedgerProblem) in try IndexedLedger(anew: file) }
          publish(try desk.scoreboard(ledger, at: now()), ledger, made: now())
        }
      }
    }
  }

  /// Folds the facts kept since the index was made into a new one, beside the work.
  private func fold() {
    guard !isFolding, ledger.isWorthFolding, ContinuousClock.now >= foldNext else { return }
    isFolding = true
    let began = ContinuousClock.now
    let (source, beside) = (ledger, beside)
    Task {
      let folded = await beside.run {
        Result { () throws(LedgerProblem) in try source.folded() }
      }
      isFolding = false
      foldNext = .now + (ContinuousClock.now - began) * Board.foldPause
      saying("The index was not folded") {
        ledger = try folded.get().caughtUp()
        logger.info("Folded the index", metadata: ["facts": "\(ledger.facts)"])
      }
    }
  }

  private func saying(_ what: String, _ work: () throws -> Void) {
    do { try work() } catch {
      let refusal = Answering.refusal(error, logger)
      logger.error("\(what)", metadata: ["why": "\(refusal.problem)"])
    }
  }
}

/// Long work on a thread of its own.
private actor Beside {
  private let thread = OwnThread("beside")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  func run<Value: Sendable>(_ work: @Sendable () -> Value) -> Value { work() }
}
