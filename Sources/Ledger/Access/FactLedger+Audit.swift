public import Facts
import GRDB

/// A change that somebody made, or a try to get in.
public struct AuditEntry: Hashable, Sendable {
  /// Counted from 1 in the order written; 0 before it is kept.
  public let number: Int64
  /// When it was made.
  public let at: Instant
  /// Who made it.
  public let by: Principal
  /// What was done, in two or three words.
  public let what: String
  /// What it was done to.
  public let about: String
  /// More, where there is more to say; never a secret.
  public let detail: String

  /// An entry from its parts.
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

/// Which entries of the audit trail are asked for. What is nil does not matter.
public struct AuditFilter: Hashable, Sendable {
  /// Only entries with a number below this one: the next page.
  public var before: Int64?
  /// The kind of maker.
  public var kind: Principal.Kind?
  /// The maker's name, to the letter.
  public var name: String?
  /// What was done, to the letter.
  public var what: String?
  /// From this moment on.
  public var from: Instant?
  /// Until just before this moment.
  public var until: Instant?

  /// Every entry.
  public init() {}
}

extension FactLedger {
  /// The entries that a filter lets through, the newest first, at most `limit`.
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

  /// The number of the last entry; 0 where there is none. It grows with every change of who is let in.
  public func auditMark() throws(LedgerProblem) -> Int64 {
    try reading { try Int64.fetchOne($0, sql: AuditSQL.last) ?? 0 }
  }

  /// Gives every entry, the first one first.
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

/// The questions asked of the audit trail, one query each.
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
