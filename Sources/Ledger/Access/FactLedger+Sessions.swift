public import Facts
import GRDB

/// The session of a signed-in user.
public struct SessionRecord: Hashable, Sendable {
  /// The signed-in visitor.
  public let visitor: Visitor
  /// The anti-forgery (CSRF) token that every form of the session must contain.
  public let csrfToken: String
  /// The moment from which it is no longer valid.
  public let expires: Instant
}

extension FactLedger {
  /// Begins a session after a sign-in, and remembers the browser by `device`, the hash of its own
  /// cookie.
  public func beginSession(
    of user: Int64, hash: String, csrfToken: String, device: String, until expires: Instant,
    as what: String, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) {
    try changing(at: now) { change in
      try change.beginSession(
        of: user, hash: hash, csrfToken: csrfToken, device: device, until: expires)
      try change.audit(what, principal.name, by: principal)
    }
  }

  /// The session with a cookie's hash that is valid at a moment; nil if there isn't one.
  public func session(hash: String, at moment: Instant) throws(LedgerProblem) -> SessionRecord? {
    try reading { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT s.form, s.expires, u.number, u.name, u.role, u.lever, u.member
          FROM session s JOIN user u ON u.number = s.user
          WHERE s.hash = ? AND s.expires > ? AND u.revoked IS NULL
          """, arguments: [hash, moment.milliseconds]
      ).map {
        SessionRecord(
          visitor: FactLedger.visitor($0), csrfToken: $0["form"],
          expires: Instant(milliseconds: $0["expires"]))
      }
    }
  }

  /// Ends a session.
  public func endSession(hash: String, by principal: Principal, at now: Instant)
    throws(LedgerProblem)
  {
    try changing(at: now) { change in
      guard try change.database.run("DELETE FROM session WHERE hash = ?", hash) > 0 else { return }
      try change.audit("signed out", principal.name, by: principal)
    }
  }

  /// True if the user signed in with this browser before.
  public func knows(device hash: String, of user: Int64) throws(LedgerProblem) -> Bool {
    try reading { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM device WHERE hash = ? AND user = ?)",
        arguments: [hash, user]) ?? false
    }
  }

  /// Records a failed attempt to sign in.
  public func refusedSignIn(by principal: Principal, _ why: String, at now: Instant)
    throws(LedgerProblem)
  {
    try changing(at: now) { try $0.audit("sign-in refused", principal.name, why, by: principal) }
  }
}

extension Change {
  fileprivate func beginSession(
    of user: Int64, hash: String, csrfToken: String, device: String, until expires: Instant
  ) throws {
    try database.run("DELETE FROM session WHERE expires <= ?", moment.milliseconds)
    try database.run(
      "INSERT INTO session (hash, user, form, expires) VALUES (?, ?, ?, ?)", hash, user, csrfToken,
      expires.milliseconds)
    try database.run(
      "INSERT INTO device (hash, user, made) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", device,
      user, moment.milliseconds)
  }
}
