public import Facts
import GRDB

/// An access token of a program.
public struct TokenRecord: Hashable, Sendable {
  /// The token's number in the ledger, which commands refer to.
  public let number: Int64
  /// The token's name, role and scope.
  public let visitor: Visitor
  /// The time at which it was issued.
  public let made: Instant
  /// The time at which it was revoked; nil if it wasn't.
  public let revoked: Instant?
  /// The time at which it expires; nil if never.
  public let expires: Instant?
  /// The time at which it was last used, to the minute; nil if never.
  public let used: Instant?
  /// The user who made it and whose revocation ends it; nil for the command line.
  public let owner: String?

  /// True if the token is neither revoked nor expired at a moment.
  public func holds(at moment: Instant) -> Bool {
    revoked == nil && (expires.map { $0 > moment } ?? true)
  }
}

extension FactLedger {
  /// Stores a token's hash. A token that a user makes ends with that user.
  ///
  /// - Returns: The token's number.
  public func addToken(
    _ visitor: Visitor, hash: String, until expires: Instant? = nil, by principal: Principal,
    at now: Instant
  ) throws(LedgerProblem) -> Int64 {
    try changing(at: now) { change in
      let scope = visitor.scope
      try change.database.run(
        TokenSQL.add, visitor.name, hash, visitor.role.rawValue,
        visitor.lever.map { Int64($0.number) }, visitor.member?.text, change.moment.milliseconds,
        scope?.kindWords, scope?.origins.sorted().joined(separator: ","),
        scope.map { Int64($0.refusedMost) }, principal.kind == .user ? principal.number : nil,
        expires?.milliseconds)
      let number = change.database.lastInsertedRowID
      let may = scope.map { ", may send \($0.kindWords)" } ?? ""
      try change.audit(
        "token added", "\(number) \(visitor.name)", visitor.role.rawValue + may, by: principal)
      return number
    }
  }

  /// All tokens ever issued, oldest first.
  public func tokens() throws(LedgerProblem) -> [TokenRecord] {
    try reading { database in
      try Row.fetchAll(database, sql: TokenSQL.all).map(FactLedger.token)
    }
  }

  /// The token with a hash, if it is valid at a moment; nil otherwise.
  public func token(hash: String, at moment: Instant) throws(LedgerProblem) -> TokenRecord? {
    try reading { database in
      try Row.fetchOne(database, sql: TokenSQL.one, arguments: [hash]).map(FactLedger.token)
        .flatMap { $0.holds(at: moment) ? $0 : nil }
    }
  }

  /// Records the use of a token, to the minute.
  public func used(token number: Int64, at now: Instant) throws(LedgerProblem) {
    try changing(at: now, as: .use) { change in
      try change.database.run(
        "UPDATE token SET used = ?1 WHERE number = ?2 AND coalesce(used, 0) <= ?1 - 60000",
        now.milliseconds, number)
    }
  }

  /// Revokes a token.
  ///
  /// - Returns: False if no active token has that number.
  public func revokeToken(
    _ number: Int64, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> Bool {
    try changing(at: now) { try $0.revokeToken(number, by: principal) }
  }

  /// The counts of what a token sent on the day of a moment (UTC).
  public func sending(of token: Int64, at moment: Instant) throws(LedgerProblem) -> Sending {
    try reading { database in
      var sending = Sending()
      try database.each(TokenSQL.sending, token, moment.utcDay) { row in
        sending.kept = Int(row.integer(0))
        sending.known = Int(row.integer(1))
        sending.refused = Int(row.integer(2))
      }
      return sending
    }
  }

  /// The total counts of what each token sent, by token number.
  public func sendings() throws(LedgerProblem) -> [Int64: Sending] {
    try reading { database in
      var found: [Int64: Sending] = [:]
      try database.each(TokenSQL.sendings) { row in
        var sending = Sending()
        sending.kept = Int(row.integer(1))
        sending.known = Int(row.integer(2))
        sending.refused = Int(row.integer(3))
        found[row.integer(0)] = sending
      }
      return found
    }
  }

  /// Undoes everything a token sent, in one transaction: revokes it, retracts its facts that
  /// aren't retracted yet, and drops its rows in quarantine.
  ///
  /// Facts are never deleted, so that past days stay as shown.
  ///
  /// - Returns: The numbers of retracted facts and dropped rows; nil if the token doesn't exist.
  public func undo(
    token number: Int64, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> (retracted: Int, dropped: Int)? {
    try changing(at: now) { change in
      let database = change.database
      let isThere = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM token WHERE number = ?)", arguments: [number])
      guard isThere == true else { return nil }
      _ = try change.revokeToken(number, by: principal)
      let retractedBefore = try FactLedger.retracted(database)
      var ids: [String] = []
      try database.each(TokenSQL.sent, number) { row in
        guard !retractedBefore.contains(row.integer(0)) else { return }
        ids.append(row.text(1) ?? "")
      }
      let insert = try RowStatement(database, FactSQL.insert)
      var names = Names()
      var retracted = 0
      for (place, id) in ids.enumerated() {
        guard let own = FactID("undo:\(number):\(change.moment.milliseconds):\(place)"),
          let target = FactID(id)
        else { continue }
        let fact = Fact(
          id: own, at: change.moment,
          body: .retract(fact: target, why: "sent by key \(number), which was taken back"))
        let isNew = try LedgerWriter.insert(
          .init(fact), at: change.moment, &names, insert, database)
        if isNew { retracted += 1 }
      }
      let dropped = try database.run(TokenSQL.dropRows, change.moment.milliseconds, number)
      try change.audit(
        "token undone", String(number), "\(retracted) facts retracted, \(dropped) rows dropped",
        by: principal)
      return (retracted, dropped)
    }
  }

  private static func token(_ row: Row) -> TokenRecord {
    func moment(_ column: String) -> Instant? {
      (row[column] as Int64?).map { Instant(milliseconds: $0) }
    }
    return TokenRecord(
      number: row["number"], visitor: visitor(row), made: Instant(milliseconds: row["made"]),
      revoked: moment("revoked"), expires: moment("expires"), used: moment("used"),
      owner: row["owner_name"])
  }
}

extension Change {
  /// Adds to a token's counts of today. The first time on a day is recorded in the audit trail.
  public func count(_ sending: Sending, of token: Int64, by principal: Principal) throws {
    var isKnown = false
    try database.each(TokenSQL.sending, token, moment.utcDay) { _ in isKnown = true }
    if !isKnown {
      try audit(
        "facts sent", "for the first time today", "counts stand with the tokens", by: principal)
    }
    try database.run(
      TokenSQL.count, token, moment.utcDay, Int64(sending.kept), Int64(sending.known),
      Int64(sending.refused), moment.milliseconds)
  }

  /// Revokes a token; false if no active token has that number.
  fileprivate func revokeToken(_ number: Int64, by principal: Principal) throws -> Bool {
    let changed = try database.run(
      "UPDATE token SET revoked = ? WHERE number = ? AND revoked IS NULL", moment.milliseconds,
      number)
    guard changed > 0 else { return false }
    try audit("token revoked", String(number), by: principal)
    return true
  }
}

extension Instant {
  /// Days since 1970 in UTC.
  fileprivate var utcDay: Int64 { Int64(Zone.utc.day(of: self).number) }
}

/// The queries on tokens.
enum TokenSQL {
  static let add = """
    INSERT INTO token (name, hash, role, lever, member, made, kinds, origins, refused_most, owner,
      expires)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  private static let select = """
    SELECT t.*, u.name AS owner_name FROM token t LEFT JOIN user u ON u.number = t.owner
    """
  static let all = select + " ORDER BY t.number"
  static let one = select + " WHERE t.hash = ?"
  static let sending = "SELECT kept, known, refused FROM sending WHERE token = ? AND day = ?"
  static let sendings = """
    SELECT token, sum(kept), sum(known), sum(refused) FROM sending GROUP BY token
    """
  static let count = """
    INSERT INTO sending (token, day, kept, known, refused, last) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (token, day) DO UPDATE SET kept = kept + excluded.kept,
      known = known + excluded.known, refused = refused + excluded.refused, last = excluded.last
    """
  /// The facts that a token sent, except retractions.
  static let sent = """
    SELECT number, id FROM fact WHERE token = ? AND kind <> \(FactKind.retract.number)
    ORDER BY number
    """
  static let dropRows = """
    UPDATE quarantine SET state = 'dropped', settled = ? WHERE token = ? AND state = 'waiting'
    """
}
