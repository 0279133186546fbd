public import Facts
import GRDB

/// A user who can sign in, or could before.
public struct UserRecord: Hashable, Sendable {
  /// The user's number in the ledger.
  public let number: Int64
  /// The user's name and role.
  public let visitor: Visitor
  /// The hash of their password, with its salt and parameters.
  public let password: String
  /// The time at which they signed up.
  public let made: Instant
  /// The time at which the right to sign in was revoked; nil if it wasn't.
  public let revoked: Instant?
}

/// The outcome of revoking a user.
public enum UserRevocation: Hashable, Sendable {
  /// The user may no longer sign in; this many of their tokens and sign-up links ended too.
  case revoked(tokens: Int, links: Int)
  /// No active user or invitation has that name.
  case unknown
  /// Refused: the user is the last GM, and nobody else could admit users.
  case lastGM
}

extension FactLedger {
  /// All users who ever signed up, oldest first.
  public func users() throws(LedgerProblem) -> [UserRecord] {
    try reading { database in
      try Row.fetchAll(database, sql: "SELECT * FROM user ORDER BY number").map(FactLedger.user)
    }
  }

  /// The user with a name, revoked or not; nil if there isn't one.
  public func user(named name: String) throws(LedgerProblem) -> UserRecord? {
    try reading { database in
      try Row.fetchOne(database, sql: "SELECT * FROM user WHERE name = ?", arguments: [name])
        .map(FactLedger.user)
    }
  }

  /// Revokes a user's right to sign in. Their sessions, browsers, tokens and the links they made
  /// end too, and so do links made for them.
  public func revokeUser(
    _ name: String, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> UserRevocation {
    try changing(at: now) { change in
      let database = change.database
      let moment = change.moment.milliseconds
      let found = try Row.fetchOne(
        database, sql: "SELECT * FROM user WHERE name = ? AND revoked IS NULL", arguments: [name])
      let user = found.map(FactLedger.user)
      if let user, user.visitor.role == .gm, try UserSQL.otherGMs(user.number, database) == 0 {
        return .lastGM
      }
      var (tokens, links) = (0, 0)
      if let user {
        try database.run("UPDATE user SET revoked = ? WHERE number = ?", moment, user.number)
        try database.run("DELETE FROM session WHERE user = ?", user.number)
        try database.run("DELETE FROM device WHERE user = ?", user.number)
        tokens = try database.run(
          "UPDATE token SET revoked = ? WHERE owner = ? AND revoked IS NULL", moment, user.number)
        links = try database.run(
          "UPDATE invitation SET used = ? WHERE owner = ? AND used IS NULL", moment, user.number)
      }
      let invited = try database.run(
        "UPDATE invitation SET used = ? WHERE name = ? AND used IS NULL", moment, name)
      guard user != nil || invited > 0 else { return .unknown }
      try change.audit(
        "user revoked", name, "\(tokens) tokens and \(links) links of theirs ended", by: principal)
      return .revoked(tokens: tokens, links: links)
    }
  }

  /// Signs somebody up with an invitation. The first GM's sign-up ends every other link for a
  /// first GM.
  ///
  /// - Returns: The user's number; nil if the invitation is no longer valid or the name is taken.
  public func signUp(
    _ name: String, password: String, invitation hash: String, from address: String?,
    at now: Instant
  ) throws(LedgerProblem) -> Int64? {
    try changing(at: now) { change in
      let database = change.database
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT * FROM invitation WHERE hash = ?", arguments: [hash])
      else { return nil }
      let invitation = FactLedger.invitation(row)
      let taken = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM user WHERE name = ? AND revoked IS NULL)",
        arguments: [name])
      guard !invitation.isUsed, invitation.expires > change.moment, taken == false else {
        return nil
      }
      try database.run(
        UserSQL.add, name, invitation.visitor.role.rawValue,
        invitation.visitor.lever.map { Int64($0.number) }, invitation.visitor.member?.text,
        password, change.moment.milliseconds)
      let number = try Int64.fetchOne(
        database, sql: "SELECT number FROM user WHERE name = ?", arguments: [name])
      try database.run(
        "UPDATE invitation SET used = ? WHERE number = ?", change.moment.milliseconds,
        invitation.number)
      if invitation.visitor.role == .gm {
        try database.run(
          "UPDATE invitation SET used = ? WHERE first = 1 AND used IS NULL",
          change.moment.milliseconds)
      }
      try change.audit(
        "user signed up", name, invitation.visitor.role.rawValue,
        by: Principal(.user, name, number: number, address: address))
      return number
    }
  }

  private static func user(_ row: Row) -> UserRecord {
    UserRecord(
      number: row["number"], visitor: visitor(row), password: row["password"],
      made: Instant(milliseconds: row["made"]),
      revoked: (row["revoked"] as Int64?).map { Instant(milliseconds: $0) })
  }

  /// The visitor in a row of a user, token, session or invitation.
  static func visitor(_ row: Row) -> Visitor {
    let role = Role(rawValue: row["role"]) ?? .viewer
    return Visitor(
      row["name"] ?? "", role,
      lever: (row["lever"] as Int?).flatMap { Lever(number: $0) },
      member: (row["member"] as String?).flatMap { MemberID($0) },
      number: row["number"], scope: role == .source ? scope(row) : nil)
  }

  private static func scope(_ row: Row) -> KeyScope {
    func words(_ column: String) -> [String] {
      (row[column] as String?)?.split(separator: ",").map(String.init) ?? []
    }
    return KeyScope(
      kinds: Set(words("kinds").compactMap { FactKind(rawValue: $0) }),
      origins: Set(words("origins")),
      refusedMost: row["refused_most"] ?? KeyScope.usualRefused)
  }
}

/// The queries on users.
private enum UserSQL {
  static let add = """
    INSERT INTO user (name, role, lever, member, password, made) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET role = excluded.role, lever = excluded.lever,
      member = excluded.member, password = excluded.password, made = excluded.made,
      revoked = NULL
    """

  /// The number of active GMs other than one user.
  static func otherGMs(_ number: Int64, _ database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM user WHERE role = 'gm' AND revoked IS NULL AND number <> ?",
      arguments: [number]) ?? 0
  }
}
