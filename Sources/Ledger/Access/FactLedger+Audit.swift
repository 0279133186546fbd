public import Facts
import GRDB

/// One line of the audit trail: a change, or an attempt to sign in.
public struct AuditEntry: Hashable, Sendable {
  /// The entry's number in the order written, from 1; 0 before it is stored.
  public let number: Int64
  /// The time at which it was made.
  public let at: Instant
  /// The principal who made it.
  public let by: Principal
  /// The action, in two or three words.
  public let what: String
  /// The object of the action.
  public let about: String
  /// Further details, never a secret; empty if there are none.
  public let detail: String

  /// An entry that isn't stored yet, unless `number` is given.
  public init(
    number: Int64 = 0, at: Instant, by: Principal, what: String, about: String = "",
    detail: String = ""
  ) {
    self.number = number
    self.at = at
    self.by = by
    self.what = what
    self.about = about
    self.detail = detail
  }
}

/// A filter for the audit trail. Conditions that are nil don't apply.
public struct AuditFilter: Hashable, Sendable {
  /// Only entries with a smaller number; for paging.
  public var before: Int64?
  /// Only entries by this kind of principal.
  public var kind: Principal.Kind?
  /// Only entries by a principal with exactly this name.
  public var name: String?
  /// Only entries with exactly this action.
  public var what: String?
  /// Only entries from this moment on.
  public var from: Instant?
  /// Only entries before this moment.
  public var until: Instant?

  /// A filter that matches every entry.
  public init() {}
}

extension FactLedger {
  /// The entries that match a filter, newest first, at most `limit`.
  public func audit(
    _ filter: AuditFilter = AuditFilter(), limit: Int
  ) throws(LedgerProblem) -> [AuditEntry] {
    try reading { database in
      var entries: [AuditEntry] = []
      try database.each(
        AuditSQL.filtered, filter.before, filter.kind?.rawValue, filter.name, filter.what,
        filter.from?.milliseconds, filter.until?.milliseconds, Int64(limit)
      ) { entries.append(AuditEntry($0)) }
      return entries
    }
  }

  /// The number of the last entry; 0 if the trail is empty. It grows with every change of access
  /// rights.
  public func auditMark() throws(LedgerProblem) -> Int64 {
    try reading { try Int64.fetchOne($0, sql: AuditSQL.last) ?? 0 }
  }

  /// Calls `take` with every entry, oldest first.
  public func auditTrail(_ take: (AuditEntry) throws -> Void) throws(LedgerProblem) {
    try reading { database in
      try database.each(AuditSQL.all) { try take(AuditEntry($0)) }
    }
  }
}

extension AuditEntry {
  fileprivate init(_ row: RowStatement) {
    self.init(
      number: row.integer(0), at: Instant(milliseconds: row.integer(1)),
      by: Principal(
        Principal.Kind(rawValue: row.text(2) ?? "") ?? .nobody, row.text(4) ?? "",
        number: row.optionalInteger(3), address: row.text(5)),
      what: row.text(6) ?? "", about: row.text(7) ?? "", detail: row.text(8) ?? "")
  }
}

/// The queries on the audit trail.
enum AuditSQL {
  private static let columns = "number, at, kind, subject, who, address, what, about, detail"
  static let add = """
    INSERT INTO audit (at, kind, subject, who, address, what, about, detail)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """
  static let filtered = """
    SELECT \(columns) FROM audit
    WHERE number < coalesce(?, 9223372036854775807) AND kind = coalesce(?, kind)
      AND who = coalesce(?, who) AND what = coalesce(?, what)
      AND at >= coalesce(?, at) AND at < coalesce(?, 9223372036854775807)
    ORDER BY number DESC LIMIT ?
    """
  static let all = "SELECT \(columns) FROM audit ORDER BY number"
  static let last = "SELECT max(number) FROM audit"
}
