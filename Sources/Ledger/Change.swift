public import Facts
import GRDB

/// What one transaction writes. Either all of it is kept, its lines in the audit trail among it, or nothing.
public final class Change {
  let database: Database
  /// The moment that everything in it is dated: never before what the ledger has seen, so that a clock that is
  /// set back puts nothing into a day that was shown.
  public let moment: Instant
  private var isAccountedFor = false

  init(_ database: Database, at now: Instant) throws {
    self.database = database
    let seen = try Int64.fetchOne(database, sql: ChangeSQL.lastMoment) ?? Int64.min
    moment = Instant(milliseconds: max(now.milliseconds, seen))
  }

  /// Writes a line of the audit trail.
  public func audit(
    _ what: String, _ about: String = "", _ detail: String = "", by principal: Principal
  ) throws {
    isAccountedFor = true
    try database.run(
      AuditSQL.add, moment.milliseconds, principal.kind.rawValue, principal.number, principal.name,
      principal.address, what, about, detail)
  }

  /// Says that what is written is accounted for elsewhere, and where.
  func account(_ where: Account) { isAccountedFor = true }

  /// Where a change stands that has no line in the audit trail.
  enum Account {
    /// Facts and refused rows: counted by their import, or by the day of the key that sent them.
    case counts
    /// What each day publishes: sealed once, by its day.
    case seals
    /// When a session or a token was used last.
    case use
  }

  /// Refuses a change that nothing accounts for.
  func check(_ before: Int) throws {
    guard isAccountedFor || database.totalChangesCount == before else {
      throw LedgerProblem.cannotWrite(detail: "a change came without its line in the audit trail")
    }
  }
}

extension FactLedger {
  /// Makes a change in one transaction, on disk when this returns. The only way to write: a change that writes
  /// no line of the audit trail, and is not accounted for elsewhere, is refused and undone.
  ///
  /// - Throws: ``LedgerProblem``; then nothing of it is kept.
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
    } catch {
      throw .cannotWrite(detail: FactLedger.words(error))
    }
  }

  /// Makes a change that is accounted for elsewhere than in the audit trail.
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
  /// When the fact kept last was received, the plan in force applied, or the moment after pay was frozen last,
  /// whichever is latest.
  static let lastMoment = """
    SELECT max(
      coalesce((SELECT received FROM fact ORDER BY number DESC LIMIT 1), -9223372036854775808),
      coalesce((SELECT applied FROM plan ORDER BY version DESC LIMIT 1), -9223372036854775808),
      coalesce(
        (SELECT taken + 1 FROM pay_snapshot ORDER BY number DESC LIMIT 1), -9223372036854775808))
    """
}
