internal import Facts
internal import Ledger
internal import Logging
internal import Operations
internal import Planning
internal import Scoreboard
internal import Synchronization
internal import Tally

/// Keeps the scoreboard of now up to date, and publishes it as an immutable ``Snapshot``.
///
/// It owns the reading side of the ledger. Facts that arrive in a burst are taken in together:
/// while one snapshot is computed the next facts wait, and only the newest snapshot is made.
public actor Board {
  private let file: FactLedger
  private let now: @Sendable () -> Instant
  private let logger: Logger
  private var standing: StandingBoard
  /// Incremented when the board is rebuilt; background results from an older board are discarded.
  private var generation = 0
  private var planVersion: Int
  private var isFolding = false
  private var foldNext = ContinuousClock.now
  /// Background jobs rest 4 times their own duration. So they use at most a fifth of a core while
  /// facts pour in.
  private static let restFactor = 4
  /// True if pay must be recomputed. With it: the time of its last result, and when it may next
  /// run.
  private var isPayDue = false
  private var paid: Instant
  private var isPaying = false
  private var payNext = ContinuousClock.now
  /// The plays after the last close, and the day on which they were judged.
  private var plays: PlaysSummary?
  private var playsAsked: CalendarDay?
  private var audited: CalendarDay
  private let counters: Counters
  private let conditions: Conditions
  private let thread = OwnThread("board")
  /// Seconds after which a snapshot is remade without new facts, so that pages show that the server
  /// is alive.
  private static let oldest: Int64 = 60
  /// Runs the slow jobs, which are folding the index, judging plays and computing pay, without
  /// delaying snapshots.
  private let background = BackgroundQueue()
  /// The newest snapshot; readers need not wait for the board.
  public nonisolated let newest: Newest

  /// The board's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  /// Opens the index and computes the first snapshot.
  ///
  /// - Throws: ``Refusal`` if the ledger cannot be read or has no plan.
  init(
    _ file: FactLedger, _ counters: Counters, _ conditions: Conditions,
    logger: Logger, now: @escaping @Sendable () -> Instant
  ) throws {
    self.counters = counters
    self.conditions = conditions
    self.file = file
    self.now = now
    self.logger = logger
    let ledger = try IndexedLedger(file)
    planVersion = try file.plan()?.version ?? 0
    let moment = now()
    standing = StandingBoard(try Board.today(ledger, at: moment))
    paid = moment
    audited = standing.board.day
    newest = Newest(
      Snapshot(number: 1, made: moment, board: standing.board, flash: standing.flash))
  }

  /// Takes in new facts, a new plan or a new day, and publishes a snapshot if anything has changed.
  func refresh() {
    let problem = saying("The board stays as it was") {
      let moment = now()
      let version = try file.plan()?.version ?? 0
      let last = newest.snapshot
      let isNewDay = last.plan.zone.day(of: moment) != last.board.day
      judge(last)
      audit(last)
      var isChanged = moment.seconds - last.made.seconds >= Board.oldest
      let isAnew = version != planVersion || isNewDay
      if isAnew {
        let ledger = try standing.source.caughtUp()
        begin(StandingBoard(try Board.today(ledger, at: moment)), paid: moment)
        planVersion = version
      } else if try advance(to: moment) {
        (isChanged, isPayDue) = (true, true)
      }
      fold()
      pay(moment)
      if isAnew || isChanged || standing.last != last.last { publish(made: moment) }
    }
    conditions.set(.board, problem)
    conditions.set(
      .index, standing.source.indexProblem.map { "the index cannot be written: \($0)" })
  }

  /// Returns once the board has had a turn, which shows that it is alive.
  func pulse() {}

  private func advance(to moment: Instant) throws -> Bool {
    try standing.refresh(until: Instant(milliseconds: moment.milliseconds + 1))
  }

  /// Replaces the board with one whose pay was computed at `moment`.
  private func begin(_ board: StandingBoard, paid moment: Instant) {
    standing = board
    generation += 1
    (isPayDue, paid) = (false, moment)
  }

  private func publish(made: Instant) {
    var flash = standing.flash
    flash.plays = plays
    newest.publish(
      Snapshot(
        number: newest.snapshot.number + 1, made: made, board: standing.board, flash: flash))
  }

  /// Judges plays in the background, once a day.
  private func judge(_ snapshot: Snapshot) {
    guard playsAsked != snapshot.board.day else { return }
    playsAsked = snapshot.board.day
    let (moment, background) = (now(), background)
    Task {
      let found = await background.run {
        Result { () throws(LedgerProblem) in
          try Answers(snapshot.ledger, live: snapshot.board, at: moment)
            .journal(of: AnswerRequest(.flash)).publish(snapshot.board, at: moment)
        }
      }
      saying("Plays were not judged") {
        plays = try found.get()
        publish(made: now())
      }
    }
  }

  /// Computes pay in the background if the Number is profit, after new facts arrive.
  ///
  /// Decisions about pay are not facts, so it also runs again when the last result is ``oldest``
  /// seconds old.
  private func pay(_ moment: Instant) {
    let isOld = moment.seconds - paid.seconds >= Board.oldest
    guard standing.board.isAfterPay, isPayDue || isOld, !isPaying, ContinuousClock.now >= payNext
    else { return }
    (isPaying, isPayDue) = (true, false)
    let began = ContinuousClock.now
    let (background, board, begun) = (background, standing.board, generation)
    Task {
      let found = await background.run {
        Result { () throws(LedgerProblem) in
          try Pipeline.owed(board, board.timelines.source.ledger, .live(board.plan, now: moment))
        }
      }
      isPaying = false
      payNext = .now + (ContinuousClock.now - began) * Board.restFactor
      saying("Pay was not computed") {
        let owed = try found.get()
        guard begun == generation else { return }
        standing.setPayouts(owed)
        paid = moment
        publish(made: now())
      }
    }
  }

  /// Compares every fact on the board with the ledger in the background, once a night.
  private func audit(_ snapshot: Snapshot) {
    guard audited != snapshot.board.day else { return }
    audited = snapshot.board.day
    let (background, counters) = (background, counters)
    Task {
      let found = await background.run {
        Result { () throws(LedgerProblem) in try snapshot.ledger.differences() }
      }
      saying("The night's audit did not end") {
        let differences = try found.get()
        counters.audits.add(1, ordering: .relaxed)
        counters.differences.add(differences.count, ordering: .relaxed)
        for difference in differences {
          logger.error("The board differs from the ledger", metadata: ["how": "\(difference)"])
        }
        // Whatever the difference is, the index is rebuilt from the ledger.
        if !differences.isEmpty {
          let ledger = try IndexedLedger(anew: file)
          let moment = now()
          begin(StandingBoard(try Board.today(ledger, at: moment)), paid: moment)
          publish(made: moment)
        }
      }
    }
  }

  /// Builds a new index with the facts since the last one, in the background, and recomputes the
  /// sums from it.
  private func fold() {
    guard !isFolding, standing.source.isWorthFolding, ContinuousClock.now >= foldNext else {
      return
    }
    isFolding = true
    let began = ContinuousClock.now
    let (moment, background) = (now(), background)
    let (source, begun) = (standing.source, generation)
    Task {
      let made = await background.run {
        Result { () throws in
          let ledger = try source.folded().caughtUp()
          return StandingBoard(try Board.today(ledger, at: moment))
        }
      }
      isFolding = false
      foldNext = .now + (ContinuousClock.now - began) * Board.restFactor
      saying("The index was not folded") {
        var folded = try made.get()
        // The board was replaced meanwhile: folded again at a later refresh.
        guard begun == generation else { return }
        _ = try folded.refresh(until: Instant(milliseconds: now().milliseconds + 1))
        begin(folded, paid: moment)
        isPayDue = true
        logger.info("Folded the index", metadata: ["facts": "\(standing.source.facts)"])
        publish(made: now())
      }
      await background.run { Heap.trim() }
    }
  }

  /// The scoreboard of today, under the plan in force.
  private static func today(_ ledger: IndexedLedger, at now: Instant) throws -> DayScoreboard {
    let plan = try ledger.ledger.plan(at: .distantFuture)
    return try Pipeline.workOut(ledger, .live(plan, now: now), plan)
  }

  /// Runs some work. On failure logs why and returns the problem.
  @discardableResult
  private func saying(_ what: String, _ work: () throws -> Void) -> String? {
    do {
      try work()
      return nil
    } catch {
      let refusal = ErrorResponses.refusal(error, logger)
      // While the board's condition lasts, it isn't logged again.
      if !conditions.has(.board) {
        logger.error("\(what)", metadata: ["why": "\(refusal.problem)"])
      }
      return refusal.problem
    }
  }
}

/// Runs slow jobs on a thread of their own.
private actor BackgroundQueue {
  private let thread = OwnThread("background")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  func run<Value: Sendable>(_ work: @Sendable () -> Value) -> Value { work() }
}
