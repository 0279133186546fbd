public import Facts
import GRDB

/// A stay of somebody who signed in.
public struct SessionRecord: Hashable, Sendable {
  /// Who it is.
  public let visitor: Visitor
  /// What every form of theirs must carry.
  public let form: String
  /// From when on it does not hold.
  public let expires: Instant
}

/// A key by which a program is let in.
public struct TokenRecord: Hashable, Sendable {
  /// Its number in the ledger, by which commands name it.
  public let number: Int64
  /// Its name and role.
  public let visitor: Visitor
  /// When it was given out.
  public let made: Instant
  /// From when on it does not hold; nil for never.
  public let revoked: Instant?
}

extension FactLedger {
  /// Begins a session of a user.
  public func beginSession(
    of user: Int64, hash: String, form: String, until expires: Instant, at moment: Instant
  ) throws(LedgerProblem) {
    try writing { database in
      try database.execute(
        sql: "DELETE FROM session WHERE expires <= ?", arguments: [moment.milliseconds])
      try database.execute(
        sql: "INSERT INTO session (hash, user, form, expires) VALUES (?, ?, ?, ?)",
        arguments: [hash, user, form, expires.milliseconds])
    }
  }

  /// The session of a cookie's hash that holds at a moment; nil where there is none.
  public func session(hash: String, at moment: Instant) throws(LedgerProblem) -> SessionRecord? {
    try reading { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT s.form, s.expires, u.name, u.role, u.lever, u.member
          FROM session s JOIN user u ON u.number = s.user
          WHERE s.hash = ? AND s.expires > ? AND u.revoked IS NULL
          """, arguments: [hash, moment.milliseconds]
      ).map {
        SessionRecord(
          visitor: FactLedger.visitor($0), form: $0["form"],
          expires: Instant(milliseconds: $0["expires"]))
      }
    }
  }

  /// Ends a session.
  public func endSession(hash: String) throws(LedgerProblem) {
    try writing { database in
      try database.execute(sql: "DELETE FROM session WHERE hash = ?", arguments: [hash])
    }
  }

  /// Keeps a token's hash.
  ///
  /// - Returns: the token's number.
  public func addToken(
    _ visitor: Visitor, hash: String, by actor: String, at moment: Instant
  ) throws(LedgerProblem) -> Int64 {
    try writing { database in
      try database.execute(
        sql: """
          INSERT INTO token (name, hash, role, lever, member, made) VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          visitor.name, hash, visitor.role.rawValue, visitor.lever?.number,
          visitor.member?.text, moment.milliseconds,
        ])
      let number = database.lastInsertedRowID
      try FactLedger.write(
        AuditEntry(
          at: moment, who: actor, what: "token added", about: "\(number) \(visitor.name)",
          detail: visitor.role.rawValue), database)
      return number
    }
  }

  /// Every token that was ever given out, the first one first.
  public func tokens() throws(LedgerProblem) -> [TokenRecord] {
    try reading { database in
      try Row.fetchAll(database, sql: "SELECT * FROM token ORDER BY number").map { row in
        TokenRecord(
          number: row["number"], visitor: FactLedger.visitor(row),
          made: Instant(milliseconds: row["made"]),
          revoked: (row["revoked"] as Int64?).map { Instant(milliseconds: $0) })
      }
    }
  }

  /// What the token of a hash lets in; nil where there is none that holds.
  public func token(hash: String) throws(LedgerProblem) -> Visitor? {
    try reading { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM token WHERE hash = ? AND revoked IS NULL",
        arguments: [hash]
      ).map(FactLedger.visitor)
    }
  }

  /// Ends a token.
  ///
  /// - Returns: false where there is none of that number that holds.
  public func revokeToken(
    _ number: Int64, by actor: String, at moment: Instant
  ) throws(LedgerProblem) -> Bool {
    try writing { database in
      try database.execute(
        sql: "UPDATE token SET revoked = ? WHERE number = ? AND revoked IS NULL",
        arguments: [moment.milliseconds, number])
      guard database.changesCount > 0 else { return false }
      try FactLedger.write(
        AuditEntry(at: moment, who: actor, what: "token revoked", about: String(number)), database)
      return true
    }
  }
}
