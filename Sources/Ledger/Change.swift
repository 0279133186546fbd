public import Facts
import GRDB

/// One write transaction. All of it is stored, including its lines in the audit trail, or
/// nothing.
public final class Change {
  let database: Database
  /// The time of everything in the change.
  ///
  /// It is never before the latest moment in the ledger, so that a clock set back adds nothing to
  /// a day that was already shown.
  public let moment: Instant
  private var isAccountedFor = false

  init(_ database: Database, at now: Instant) throws {
    self.database = database
    let seen = try Int64.fetchOne(database, sql: ChangeSQL.lastMoment) ?? Int64.min
    moment = Instant(milliseconds: max(now.milliseconds, seen))
  }

  /// Adds a line to the audit trail.
  public func audit(
    _ what: String, _ about: String = "", _ detail: String = "", by principal: Principal
  ) throws {
    isAccountedFor = true
    try database.run(
      AuditSQL.add, moment.milliseconds, principal.kind.rawValue, principal.number, principal.name,
      principal.address, what, about, detail)
  }

  /// Marks the change as accounted for outside the audit trail.
  func account(_ where: Account) { isAccountedFor = true }

  /// The accounts of changes that need no line in the audit trail.
  enum Account {
    /// Facts and rejected rows, counted by their import or by the day of the key that sent them.
    case counts
    /// Each day's published records, sealed once.
    case seals
    /// The last use of a session or token.
    case use
  }

  /// Throws if the change wrote something that isn't accounted for.
  func check(_ before: Int) throws {
    guard isAccountedFor || database.totalChangesCount == before else {
      throw LedgerProblem.cannotWrite(detail: "a change came without its line in the audit trail")
    }
  }
}

extension FactLedger {
  /// Runs a change in one transaction, which is on disk when this returns. This is the only way
  /// to write.
  ///
  /// A change without a line in the audit trail, and not accounted for elsewhere, is rolled back
  /// with an error.
  ///
  /// - Throws: ``LedgerProblem``, ``LedgerProblem/refused(problem:remedy:)`` with the words of what
  ///   `body` throws; then nothing of the change is stored.
  @discardableResult
  public func changing<Value>(
    at now: Instant, _ body: (Change) throws -> Value
  ) throws(LedgerProblem) -> Value {
    do {
      try checkPlace()
      let value = try database.write { database in
        let change = try Change(database, at: now)
        let before = database.totalChangesCount
        let value = try body(change)
        try change.check(before)
        return value
      }
      try checkPlace()
      return value
    } catch let problem as LedgerProblem {
      throw problem
    } catch let error as any Explained {
      throw .refused(problem: error.problem, remedy: error.remedy)
    } catch {
      throw .cannotWrite(detail: FactLedger.words(error))
    }
  }

  /// Runs a change that is accounted for outside the audit trail.
  @discardableResult
  func changing<Value>(
    at now: Instant, as account: Change.Account, _ body: (Change) throws -> Value
  ) throws(LedgerProblem) -> Value {
    try changing(at: now) { change in
      change.account(account)
      return try body(change)
    }
  }
}

enum ChangeSQL {
  /// The latest moment in the ledger: the receipt of the last fact, the application of the plan
  /// in force, or the moment after the last pay snapshot, whichever is latest.
  static let lastMoment = """
    SELECT max(
      coalesce((SELECT received FROM fact ORDER BY number DESC LIMIT 1), -9223372036854775808),
      coalesce((SELECT applied FROM plan ORDER BY version DESC LIMIT 1), -9223372036854775808),
      coalesce(
        (SELECT taken + 1 FROM pay_snapshot ORDER BY number DESC LIMIT 1), -9223372036854775808))
    """
}
