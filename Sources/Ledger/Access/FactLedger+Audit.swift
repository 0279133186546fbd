public import Facts
import GRDB

/// A change that somebody made.
public struct AuditEntry: Hashable, Sendable {
  /// When it was made.
  public let at: Instant
  /// The user's or the token's name, or `command line`.
  public let who: String
  /// What was done, in two or three words.
  public let what: String
  /// What it was done to.
  public let about: String
  /// More, where there is more to say; never a secret.
  public let detail: String

  /// An entry from its parts.
  public init(at: Instant, who: String, what: String, about: String = "", detail: String = "") {
    self.at = at
    self.who = who
    self.what = what
    self.about = about
    self.detail = detail
  }
}

extension FactLedger {
  /// Writes down a change.
  public func write(_ entry: AuditEntry) throws(LedgerProblem) {
    try writing { try FactLedger.write(entry, $0) }
  }

  /// The last changes, the newest first.
  public func audit(limit: Int) throws(LedgerProblem) -> [AuditEntry] {
    try reading { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM audit ORDER BY number DESC LIMIT ?", arguments: [limit]
      ).map { row in
        AuditEntry(
          at: Instant(milliseconds: row["at"]), who: row["who"], what: row["what"],
          about: row["about"], detail: row["detail"])
      }
    }
  }

  static func write(_ entry: AuditEntry, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO audit (at, who, what, about, detail) VALUES (?, ?, ?, ?, ?)",
      arguments: [entry.at.milliseconds, entry.who, entry.what, entry.about, entry.detail])
  }
}
