public import Facts
import GRDB

/// Somebody who can sign in.
public struct UserRecord: Hashable, Sendable {
  /// Their number in the ledger.
  public let number: Int64
  /// Name and role.
  public let visitor: Visitor
  /// The hash of their password, with its salt and parameters.
  public let password: String
  /// When they signed up.
  public let made: Instant
  /// From when on they may not sign in any more; nil for never.
  public let revoked: Instant?
}

/// A link by which somebody signs up, once.
public struct InvitationRecord: Hashable, Sendable {
  /// The hash of the link's secret.
  public let hash: String
  /// Whom it is for; nil where the person chooses a name.
  public let name: String?
  /// What they will be; its name is empty where the person chooses one.
  public let visitor: Visitor
  /// From when on it does not hold.
  public let expires: Instant
  /// Whether somebody signed up by it.
  public let isUsed: Bool
}

extension FactLedger {
  /// Everyone who ever signed up, the first one first.
  public func users() throws(LedgerProblem) -> [UserRecord] {
    try reading { database in
      try Row.fetchAll(database, sql: "SELECT * FROM user ORDER BY number").map(FactLedger.user)
    }
  }

  /// The user of a name; nil where there is none.
  public func user(named name: String) throws(LedgerProblem) -> UserRecord? {
    try reading { database in
      try Row.fetchOne(database, sql: "SELECT * FROM user WHERE name = ?", arguments: [name])
        .map(FactLedger.user)
    }
  }

  /// Takes a user's right to sign in, and ends their sessions.
  ///
  /// - Returns: false where there is none of that name who has it.
  public func revokeUser(
    _ name: String, by actor: String, at moment: Instant
  ) throws(LedgerProblem) -> Bool {
    try writing { database in
      try database.execute(
        sql: "UPDATE user SET revoked = ? WHERE name = ? AND revoked IS NULL",
        arguments: [moment.milliseconds, name])
      let changed = database.changesCount > 0
      try database.execute(
        sql: """
          DELETE FROM session WHERE user IN (SELECT number FROM user WHERE name = ?)
          """, arguments: [name])
      try database.execute(
        sql: "UPDATE invitation SET used = ? WHERE name = ? AND used IS NULL",
        arguments: [moment.milliseconds, name])
      let isInvited = database.changesCount > 0
      if changed || isInvited {
        try FactLedger.write(
          AuditEntry(at: moment, who: actor, what: "user revoked", about: name), database)
      }
      return changed || isInvited
    }
  }

  /// Keeps an invitation.
  public func invite(
    _ visitor: Visitor, hash: String, until expires: Instant, by actor: String,
    at moment: Instant
  ) throws(LedgerProblem) {
    try writing { database in
      try database.execute(
        sql: """
          INSERT INTO invitation (hash, name, role, lever, member, made, expires)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          hash, visitor.name.isEmpty ? nil : visitor.name, visitor.role.rawValue,
          visitor.lever?.number, visitor.member?.text, moment.milliseconds, expires.milliseconds,
        ])
      try FactLedger.write(
        AuditEntry(
          at: moment, who: actor, what: "user invited", about: visitor.name,
          detail: visitor.role.rawValue), database)
    }
  }

  /// The invitation with a secret's hash; nil where there is none.
  public func invitation(hash: String) throws(LedgerProblem) -> InvitationRecord? {
    try reading { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM invitation WHERE hash = ?", arguments: [hash]
      ).map(FactLedger.invitation)
    }
  }

  /// The invitations that nobody has used yet.
  public func invitations(at moment: Instant) throws(LedgerProblem) -> [InvitationRecord] {
    try reading { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM invitation WHERE used IS NULL AND expires > ? ORDER BY made",
        arguments: [moment.milliseconds]
      ).map(FactLedger.invitation)
    }
  }

  /// Signs somebody up by an invitation.
  ///
  /// - Returns: false where the invitation does not hold any more, or the name is taken.
  public func signUp(
    _ name: String, password: String, invitation hash: String, at moment: Instant
  ) throws(LedgerProblem) -> Bool {
    try writing { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT * FROM invitation WHERE hash = ?", arguments: [hash])
      else { return false }
      let invitation = FactLedger.invitation(row)
      let taken = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM user WHERE name = ? AND revoked IS NULL)",
        arguments: [name])
      guard !invitation.isUsed, invitation.expires > moment, taken == false else { return false }
      try database.execute(
        sql: """
          INSERT INTO user (name, role, lever, member, password, made) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET role = excluded.role, lever = excluded.lever,
            member = excluded.member, password = excluded.password, made = excluded.made,
            revoked = NULL
          """,
        arguments: [
          name, invitation.visitor.role.rawValue, invitation.visitor.lever?.number,
          invitation.visitor.member?.text, password, moment.milliseconds,
        ])
      try database.execute(
        sql: "UPDATE invitation SET used = ? WHERE hash = ?",
        arguments: [moment.milliseconds, hash])
      try FactLedger.write(
        AuditEntry(
          at: moment, who: name, what: "user signed up", about: name,
          detail: invitation.visitor.role.rawValue), database)
      return true
    }
  }

  private static func user(_ row: Row) -> UserRecord {
    UserRecord(
      number: row["number"], visitor: visitor(row), password: row["password"],
      made: Instant(milliseconds: row["made"]),
      revoked: (row["revoked"] as Int64?).map { Instant(milliseconds: $0) })
  }

  private static func invitation(_ row: Row) -> InvitationRecord {
    InvitationRecord(
      hash: row["hash"], name: row["name"], visitor: visitor(row),
      expires: Instant(milliseconds: row["expires"]), isUsed: (row["used"] as Int64?) != nil)
  }

  static func visitor(_ row: Row) -> Visitor {
    Visitor(
      row["name"] ?? "", Role(rawValue: row["role"]) ?? .viewer,
      lever: (row["lever"] as Int?).flatMap { Lever(number: $0) },
      member: (row["member"] as String?).flatMap { MemberID($0) })
  }
}
