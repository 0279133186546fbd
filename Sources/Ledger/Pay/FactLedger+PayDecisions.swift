public import Facts
import GRDB

/// One step in pay's audit trail.
public struct PayStep: Hashable, Sendable {
  /// The time at which the step was taken.
  public let at: Instant
  /// The person who took it.
  public let author: String
  /// The step: `process`, `lock`, `unlock`, `paid`, `adjust`, `hold`, `release`, `dispute`,
  /// `reply`, `resolve`.
  public let step: String
  /// The snapshot concerned; nil if none.
  public let snapshot: Int64?
  /// The period, member, deal or dispute concerned.
  public let about: String
  /// The text given with the step.
  public let detail: String
}

/// A manual adjustment of somebody's pay.
public struct PayAdjustment: Hashable, Sendable {
  /// The adjustment's number, from 1.
  public let number: Int64
  /// The time at which it was written.
  public let at: Instant
  /// The person who wrote it.
  public let author: String
  /// The label of the pay period.
  public let period: String
  /// The member whose pay is adjusted.
  public let member: String
  /// The adjustment in minor units; never 0.
  public let amount: Int64
  /// The reason given.
  public let reason: String
}

/// A hold on a deal's pay, or its release.
public struct PayHold: Hashable, Sendable {
  /// The time at which it was written.
  public let at: Instant
  /// The deal's id.
  public let deal: String
  /// The first day of the hold, or the day of the release.
  public let day: CalendarDay
  /// False for a release.
  public let isHeld: Bool
  /// The reason given.
  public let why: String
}

extension FactLedger {
  /// All steps taken on pay, oldest first.
  public func paySteps() throws(LedgerProblem) -> [PayStep] {
    try reading { database in
      try Row.fetchAll(database, sql: "SELECT * FROM pay_step ORDER BY number").map { row in
        PayStep(
          at: Instant(milliseconds: row["at"]), author: row["author"], step: row["step"],
          snapshot: row["snapshot"], about: row["about"], detail: row["detail"])
      }
    }
  }

  static func step(
    _ step: String, about: String, snapshot: Int64? = nil, author: String, detail: String = "",
    in change: Change
  ) throws {
    try change.database.run(
      "INSERT INTO pay_step (at, author, step, snapshot, about, detail) VALUES (?, ?, ?, ?, ?, ?)",
      change.moment.milliseconds, author, step, snapshot, about, detail)
    try change.audit("pay \(step)", about, detail, by: Principal(.command, author))
  }

  /// Stores an adjustment and returns its number.
  ///
  /// - Throws: ``LedgerProblem/refused(problem:remedy:)`` if the period is locked or paid.
  public func adjust(
    _ member: String, period: String, amount: Int64, author: String, reason: String,
    at moment: Instant
  ) throws(LedgerProblem) -> Int64 {
    try changing(at: moment) { change in
      let snapshots = try FactLedger.snapshots(change.database, before: .distantFuture)
      if let last = snapshots.last(where: { $0.period == period }), last.isLocked {
        throw LedgerProblem.refused(
          problem: "\(period) is \(last.state.rawValue), and a locked statement is never edited",
          remedy: "write it into the open period")
      }
      try change.database.run(
        """
        INSERT INTO pay_adjustment (at, author, period, member, amount, reason)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        change.moment.milliseconds, author, period, member, amount, reason)
      let number = change.database.lastInsertedRowID
      try FactLedger.step(
        "adjust", about: member, author: author, detail: "\(period): \(reason)", in: change)
      return number
    }
  }

  /// The adjustments written before a moment, in the order written.
  public func payAdjustments(before moment: Instant = .distantFuture) throws(LedgerProblem)
    -> [PayAdjustment]
  {
    try reading { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM pay_adjustment WHERE at < ? ORDER BY number",
        arguments: [moment.milliseconds]
      ).map { row in
        PayAdjustment(
          number: row["number"], at: Instant(milliseconds: row["at"]), author: row["author"],
          period: row["period"], member: row["member"], amount: row["amount"],
          reason: row["reason"])
      }
    }
  }

  /// Puts a deal on hold from a day on, or releases it on a day.
  ///
  /// - Throws: ``LedgerProblem/refused(problem:remedy:)`` if the deal is already held, or not
  ///   held.
  public func hold(
    _ deal: String, _ isHeld: Bool, day: CalendarDay, why: String, author: String,
    at moment: Instant
  ) throws(LedgerProblem) {
    try changing(at: moment) { change in
      let before = try FactLedger.holds(change.database, before: .distantFuture)
        .last { $0.deal == deal }
      guard (before?.isHeld ?? false) != isHeld else {
        throw LedgerProblem.refused(
          problem: "deal \(deal) is \(isHeld ? "held already" : "not held")",
          remedy: "see what is held with fulcrum pay holds")
      }
      try change.database.run(
        "INSERT INTO pay_hold (at, author, deal, day, held, why) VALUES (?, ?, ?, ?, ?, ?)",
        change.moment.milliseconds, author, deal, Int64(day.number), Int64(isHeld ? 1 : 0), why)
      try FactLedger.step(
        isHeld ? "hold" : "release", about: deal, author: author, detail: why, in: change)
    }
  }

  /// The holds and releases written before a moment, in the order written.
  public func payHolds(before moment: Instant = .distantFuture) throws(LedgerProblem) -> [PayHold] {
    try reading { try FactLedger.holds($0, before: moment) }
  }

  private static func holds(_ database: Database, before moment: Instant) throws -> [PayHold] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM pay_hold WHERE at < ? ORDER BY number",
      arguments: [moment.milliseconds]
    ).map { row in
      PayHold(
        at: Instant(milliseconds: row["at"]), deal: row["deal"],
        day: CalendarDay(number: row["day"]), isHeld: row["held"] == 1, why: row["why"])
    }
  }
}
