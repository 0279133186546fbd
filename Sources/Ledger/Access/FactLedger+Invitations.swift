public import Facts
import GRDB

/// A sign-up link, which can be used once.
public struct InvitationRecord: Hashable, Sendable {
  /// The invitation's number in the ledger, used to end it.
  public let number: Int64
  /// The hash of the link's secret.
  public let hash: String
  /// The name of the invited person; nil if they choose it themselves.
  public let name: String?
  /// The visitor that the person becomes; its name is empty if they choose it themselves.
  public let visitor: Visitor
  /// The moment from which it is no longer valid.
  public let expires: Instant
  /// True if somebody signed up with it, or it was ended.
  public let isUsed: Bool
}

extension FactLedger {
  /// Stores an invitation.
  ///
  /// - Returns: The invitation's number.
  public func invite(
    _ visitor: Visitor, hash: String, until expires: Instant, by principal: Principal,
    at now: Instant
  ) throws(LedgerProblem) -> Int64 {
    try changing(at: now) { change in
      try change.invite(visitor, hash: hash, until: expires, by: principal)
    }
  }

  /// Stores the link for the first GM's sign-up, and ends those of earlier starts.
  ///
  /// - Returns: False if there already is a GM, so that no link is needed.
  public func inviteFirst(
    hash: String, until expires: Instant, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> Bool {
    try changing(at: now) { change in
      let isThere = try Bool.fetchOne(
        change.database,
        sql: "SELECT EXISTS (SELECT 1 FROM user WHERE role = 'gm' AND revoked IS NULL)")
      guard isThere == false else { return false }
      try change.database.run(
        "UPDATE invitation SET used = ? WHERE first = 1 AND used IS NULL",
        change.moment.milliseconds)
      _ = try change.invite(
        Visitor("", .gm), hash: hash, until: expires, isFirst: true, by: principal)
      return true
    }
  }

  /// The invitation with a secret's hash; nil if there isn't one.
  public func invitation(hash: String) throws(LedgerProblem) -> InvitationRecord? {
    try reading { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM invitation WHERE hash = ?", arguments: [hash]
      ).map(FactLedger.invitation)
    }
  }

  /// The invitations that are neither used nor expired at a moment.
  public func invitations(at moment: Instant) throws(LedgerProblem) -> [InvitationRecord] {
    try reading { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM invitation WHERE used IS NULL AND expires > ? ORDER BY number",
        arguments: [moment.milliseconds]
      ).map(FactLedger.invitation)
    }
  }

  /// Ends an invitation; false if no unused one has that number.
  public func endInvitation(
    _ number: Int64, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> Bool {
    try changing(at: now) { change in
      let changed = try change.database.run(
        "UPDATE invitation SET used = ? WHERE number = ? AND used IS NULL",
        change.moment.milliseconds, number)
      guard changed > 0 else { return false }
      try change.audit("link ended", String(number), by: principal)
      return true
    }
  }

  static func invitation(_ row: Row) -> InvitationRecord {
    InvitationRecord(
      number: row["number"], hash: row["hash"], name: row["name"], visitor: visitor(row),
      expires: Instant(milliseconds: row["expires"]), isUsed: (row["used"] as Int64?) != nil)
  }
}

extension Change {
  fileprivate func invite(
    _ visitor: Visitor, hash: String, until expires: Instant, isFirst: Bool = false,
    by principal: Principal
  ) throws -> Int64 {
    try database.run(
      """
      INSERT INTO invitation (hash, name, role, lever, member, made, expires, owner, first)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      hash, visitor.name.isEmpty ? nil : visitor.name, visitor.role.rawValue,
      visitor.lever.map { Int64($0.number) }, visitor.member?.text, moment.milliseconds,
      expires.milliseconds, principal.kind == .user ? principal.number : nil,
      Int64(isFirst ? 1 : 0))
    let number = database.lastInsertedRowID
    try audit("user invited", visitor.name, visitor.role.rawValue, by: principal)
    return number
  }
}
