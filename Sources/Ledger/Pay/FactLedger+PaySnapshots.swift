public import Facts
import GRDB

extension FactLedger {
  /// Stores a payout as a new snapshot of its period, computed at a moment (see
  /// ``FactLedger/moment(_:)``). Earlier snapshots of the period stay.
  ///
  /// - Throws: ``LedgerProblem/refused(problem:remedy:)`` if the period is locked or paid, or a
  ///   decision about pay was made since.
  public func keep(_ draft: PaySnapshot.Draft, at moment: Instant) throws(LedgerProblem) -> Int64 {
    try changing(at: moment) { change in
      let database = change.database
      let before = try FactLedger.snapshots(database, before: .distantFuture)
        .filter { $0.period == draft.period }
      if let last = before.last, last.isLocked {
        throw LedgerProblem.refused(
          problem: "\(draft.period) is \(last.state.rawValue) already (snapshot \(last.number))",
          remedy: last.state == .paid
            ? "write an adjustment in the open period: fulcrum pay adjust"
            : "open it again first: fulcrum pay unlock \(draft.period)")
      }
      try FactLedger.checkDecided(draft, database)
      return try FactLedger.insert(draft, at: moment, step: "process", in: change)
    }
  }

  /// Advances the latest snapshot of a period: processed → locked → paid.
  ///
  /// - Throws: ``LedgerProblem/refused(problem:remedy:)`` if `state` isn't the next one.
  public func move(
    _ period: String, to state: PaySnapshot.State, author: String, at moment: Instant
  ) throws(LedgerProblem) -> PaySnapshot {
    try changing(at: moment) { change in
      let database = change.database
      let last = try FactLedger.latest(period, database)
      let follows =
        (last.state == .processed && state == .locked) || (last.state == .locked && state == .paid)
      guard follows else { throw FactLedger.doesNotFollow(last, state) }
      try FactLedger.step(
        state == .locked ? "lock" : "paid", about: period, snapshot: last.number, author: author,
        in: change)
      return last
    }
  }

  /// Reopens a locked period: the old snapshot stays unchanged, and a new one is added.
  ///
  /// - Throws: ``LedgerProblem/refused(problem:remedy:)`` if the period is not locked.
  public func unlock(
    _ draft: PaySnapshot.Draft, why: String, at moment: Instant
  ) throws(LedgerProblem) -> Int64 {
    try changing(at: moment) { change in
      let database = change.database
      let last = try FactLedger.latest(draft.period, database)
      guard last.state == .locked else { throw FactLedger.doesNotFollow(last, .unlocked) }
      try FactLedger.checkDecided(draft, database)
      try FactLedger.step(
        "unlock", about: draft.period, snapshot: last.number, author: draft.author, detail: why,
        in: change)
      return try FactLedger.insert(draft, at: moment, step: "process", in: change)
    }
  }

  /// The number of the last decision about pay; 0 if there is none yet.
  public func lastPayStep() throws(LedgerProblem) -> Int64 {
    try reading { try FactLedger.lastStep($0) }
  }

  private static func lastStep(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(number) FROM pay_step") ?? 0
  }

  /// The snapshots made before a moment, in order, with their state just before it.
  public func paySnapshots(before moment: Instant = .distantFuture) throws(LedgerProblem)
    -> [PaySnapshot]
  {
    try reading { try FactLedger.snapshots($0, before: moment) }
  }

  /// The snapshots made before another one, with their state when it was made.
  public func paySnapshots(whenMaking number: Int64) throws(LedgerProblem) -> [PaySnapshot] {
    try reading { database in
      let step = try Int64.fetchOne(database, sql: PaySQL.made, arguments: [number]) ?? 0
      return try FactLedger.snapshots(database, before: .distantFuture, step: step)
    }
  }

  /// A member's frozen statement in a snapshot, as JSON; nil if they have none.
  public func payStatement(_ snapshot: Int64, _ member: String) throws(LedgerProblem) -> String? {
    try reading { database in
      try String.fetchOne(
        database, sql: "SELECT body FROM pay_statement WHERE snapshot = ? AND member = ?",
        arguments: [snapshot, member])
    }
  }

  /// All statements of a snapshot as JSON, in the plan's order.
  public func payStatements(_ snapshot: Int64) throws(LedgerProblem) -> [String] {
    try reading { database in
      try String.fetchAll(
        database, sql: "SELECT body FROM pay_statement WHERE snapshot = ? ORDER BY place",
        arguments: [snapshot])
    }
  }

  /// True if facts numbered above `number` and up to `last` could change what happened before a
  /// moment. These are facts of that time, and retractions of any time.
  public func hasFacts(
    after number: Int64, upTo last: Int64, happenedBefore moment: Instant
  ) throws(LedgerProblem) -> Bool {
    try reading { database in
      try Bool.fetchOne(
        database, sql: PaySQL.late, arguments: [number, last, moment.milliseconds]) ?? false
    }
  }
}

extension FactLedger {
  static func latest(_ period: String, _ database: Database) throws -> PaySnapshot {
    let all = try snapshots(database, before: .distantFuture).filter { $0.period == period }
    guard let last = all.last else {
      throw LedgerProblem.refused(
        problem: "\(period) was never processed",
        remedy: "freeze it first: fulcrum pay process \(period)")
    }
    return last
  }

  private static func doesNotFollow(
    _ last: PaySnapshot, _ state: PaySnapshot.State
  ) -> LedgerProblem {
    let remedy =
      switch last.state {
      case .processed: "lock it first: fulcrum pay lock \(last.period)"
      case .locked: "nothing more is needed; mark it paid with fulcrum pay paid \(last.period)"
      case .unlocked: "process it again: fulcrum pay process \(last.period)"
      case .paid: "what was paid stays; write an adjustment in the open period"
      }
    return .refused(
      problem: "\(last.period) is \(last.state.rawValue), so it cannot become \(state.rawValue)",
      remedy: remedy)
  }

  /// Throws if a decision about pay was made after the payout was computed, as it would come out
  /// differently now.
  private static func checkDecided(
    _ draft: PaySnapshot.Draft, _ database: Database
  ) throws {
    guard try lastStep(database) == draft.decided else {
      throw LedgerProblem.refused(
        problem: "something about pay was decided while \(draft.period) was computed",
        remedy: "run this again: it will count")
    }
  }

  fileprivate static func insert(
    _ draft: PaySnapshot.Draft, at taken: Instant, step name: String, in change: Change
  ) throws -> Int64 {
    let database = change.database
    try database.run(
      """
      INSERT INTO pay_snapshot (period, plan, mark, day, happened_before, taken, author, total)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      draft.period, Int64(draft.plan), draft.lastFact, Int64(draft.day.number),
      draft.happenedBefore.milliseconds, taken.milliseconds, draft.author, draft.total)
    let number = database.lastInsertedRowID
    let row = try RowStatement(
      database, "INSERT INTO pay_statement (snapshot, place, member, body) VALUES (?, ?, ?, ?)")
    for (place, statement) in draft.statements.enumerated() {
      row.bind(number, at: 1)
      row.bind(Int64(place + 1), at: 2)
      row.bind(statement.member, at: 3)
      row.bind(statement.body, at: 4)
      _ = try row.run()
    }
    try step(name, about: draft.period, snapshot: number, author: draft.author, in: change)
    return number
  }

  static func snapshots(
    _ database: Database, before moment: Instant, step: Int64 = .max
  ) throws -> [PaySnapshot] {
    let arguments: StatementArguments = [moment.milliseconds, step]
    return try Row.fetchAll(database, sql: PaySQL.snapshots, arguments: arguments).map { row in
      let state: PaySnapshot.State =
        switch row["step"] as String? {
        case "lock": .locked
        case "unlock": .unlocked
        case "paid": .paid
        default: .processed
        }
      return PaySnapshot(
        number: row["number"], period: row["period"], plan: row["plan"], lastFact: row["mark"],
        day: CalendarDay(number: row["day"]),
        happenedBefore: Instant(milliseconds: row["happened_before"]),
        taken: Instant(milliseconds: row["taken"]), author: row["author"], total: row["total"],
        state: state)
    }
  }
}
