public import Facts
import GRDB

/// A version of the plan as it was applied.
public struct PlanVersion: Hashable, Sendable {
  /// The version's number, from 1.
  public let version: Int
  /// The moment from which it is in force, until the next version.
  public let applied: Instant
  /// The plan's YAML as written.
  public let text: String
}

extension FactLedger {
  /// Stores a plan as the next version, unless its text equals the version in force.
  ///
  /// - Returns: The version in force, and true if it is new.
  public func apply(
    planText: String, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> (version: PlanVersion, isNew: Bool) {
    try changing(at: now) { change in
      let database = change.database
      if let last = try FactLedger.plan(database, "ORDER BY version DESC LIMIT 1"),
        last.text == planText
      {
        return (last, false)
      }
      try database.run(
        "INSERT INTO plan (applied, text) VALUES (?, ?)", change.moment.milliseconds, planText)
      let version = PlanVersion(
        version: Int(database.lastInsertedRowID), applied: change.moment, text: planText)
      try change.audit("plan applied", "version \(version.version)", by: principal)
      return (version, true)
    }
  }

  /// The plan in force now; nil if none was ever applied.
  public func plan() throws(LedgerProblem) -> PlanVersion? {
    try reading { try FactLedger.plan($0, "ORDER BY version DESC LIMIT 1") }
  }

  /// The plan in force just before a moment; the first one for earlier moments.
  public func plan(before moment: Instant) throws(LedgerProblem) -> PlanVersion? {
    try reading { database in
      try FactLedger.plan(
        database, "WHERE applied < ? ORDER BY version DESC LIMIT 1", [moment.milliseconds])
        ?? FactLedger.plan(database, "ORDER BY version LIMIT 1")
    }
  }

  /// All versions, oldest first.
  public func plans() throws(LedgerProblem) -> [PlanVersion] {
    try reading { database in
      try Row.fetchAll(database, sql: "SELECT version, applied, text FROM plan ORDER BY version")
        .map(FactLedger.version)
    }
  }

  private static func plan(
    _ database: Database, _ which: String, _ arguments: StatementArguments = []
  ) throws -> PlanVersion? {
    try Row.fetchOne(
      database, sql: "SELECT version, applied, text FROM plan \(which)", arguments: arguments
    ).map(version)
  }

  private static func version(_ row: Row) -> PlanVersion {
    PlanVersion(
      version: row["version"], applied: Instant(milliseconds: row["applied"]), text: row["text"])
  }
}
