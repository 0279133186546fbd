internal import Facts
internal import HTTPTypes
internal import Ledger
internal import Synchronization

/// Who is let in. Hashing passwords takes a tenth of a second and blocks, so it has a thread of its own;
/// whoever was let in is remembered for a moment, so that a request need not ask the ledger.
actor Access {
  nonisolated let ledger: FactLedger
  nonisolated let now: @Sendable () -> Instant
  private let counters: Counters
  private var failures: [String: Failures] = [:]
  private nonisolated let remembered = Mutex<[String: Remembered]>([:])
  private let thread = OwnThread("access")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Days that a session holds.
  static let sessionDays: Int64 = 14
  /// Days that an invitation holds.
  static let invitationDays: Int64 = 7
  /// Seconds for which it is remembered who was let in; a revoked token holds so much longer at most.
  private static let memory: Int64 = 2
  /// Wrong passwords for a name in ``span`` seconds, and from an address.
  private static let most = (name: 5, address: 20)
  private static let span: Int64 = 900

  private struct Failures {
    var count = 0
    var since: Instant
  }

  private struct Remembered {
    let visitor: Visitor
    let form: String?
    let until: Instant
  }

  init(_ ledger: FactLedger, counters: Counters, now: @escaping @Sendable () -> Instant) {
    self.ledger = ledger
    self.counters = counters
    self.now = now
  }

  /// Whom a token lets in; nil for nobody.
  nonisolated func visitor(token: String) throws -> Visitor? {
    try remember("t" + Secret.hash(token)) { hash, _ throws(LedgerProblem) in
      try ledger.token(hash: String(hash.dropFirst())).map { ($0, nil) }
    }?.visitor
  }

  /// Whom a session's cookie lets in, and what their forms must carry; nil for nobody.
  nonisolated func session(cookie: String) throws -> (visitor: Visitor, form: String)? {
    let found = try remember("s" + Secret.hash(cookie)) { hash, moment throws(LedgerProblem) in
      try ledger.session(hash: String(hash.dropFirst()), at: moment).map { ($0.visitor, $0.form) }
    }
    return found.map { ($0.visitor, $0.form ?? "") }
  }

  private nonisolated func remember(
    _ key: String, _ ask: (String, Instant) throws(LedgerProblem) -> (Visitor, String?)?
  ) throws -> Remembered? {
    let moment = now()
    if let known = remembered.withLock({ $0[key] }), known.until > moment { return known }
    guard let found = try refusing({ () throws(LedgerProblem) in try ask(key, moment) }) else {
      return nil
    }
    let known = Remembered(
      visitor: found.0, form: found.1, until: moment.advanced(bySeconds: Access.memory))
    remembered.withLock { remembered in
      if remembered.count > 10_000 { remembered.removeAll() }
      remembered[key] = known
    }
    return known
  }

  private nonisolated func forget() { remembered.withLock { $0.removeAll() } }

  /// Begins a session.
  ///
  /// - Returns: the cookie.
  /// - Throws: ``Refusal`` 401 where name and password do not fit, 429 after too many that did not.
  func signIn(_ name: String, _ password: String, from address: String) throws -> String {
    let moment = now()
    try check("name " + name, most: Access.most.name, at: moment)
    try check("address " + address, most: Access.most.address, at: moment)
    let user = try refusing { () throws(LedgerProblem) in try ledger.user(named: name) }
    let isOpen = user.map { $0.revoked == nil } ?? false
    // Hashed for an unknown name too, so that the time does not tell which names there are.
    let fits = try Password.fits(
      String(password.prefix(Password.longest)), user?.password ?? Access.nobody)
    guard let user, isOpen, fits else {
      fail("name " + name, at: moment)
      fail("address " + address, at: moment)
      counters.refusedLogins.add(1, ordering: .relaxed)
      throw Refusal(
        .unauthorized, "no user has this name and password",
        "try again, or ask a GM for a new sign-up link")
    }
    failures["name " + name] = nil
    try refusing { () throws(LedgerProblem) in
      try ledger.write(AuditEntry(at: moment, who: name, what: "signed in"))
    }
    return try begin(user.number, at: moment)
  }

  private static let nobody = "scrypt$15$8$3$AAAAAAAAAAAAAAAAAAAAAA==$"

  private func begin(_ user: Int64, at moment: Instant) throws -> String {
    let cookie = Secret.make()
    try refusing { () throws(LedgerProblem) in
      try ledger.beginSession(
        of: user, hash: Secret.hash(cookie), form: Secret.make(),
        until: moment.advanced(bySeconds: Access.sessionDays * 86_400), at: moment)
    }
    return cookie
  }

  /// Ends a session.
  func signOut(cookie: String) throws {
    try refusing { () throws(LedgerProblem) in
      try ledger.endSession(hash: Secret.hash(cookie))
    }
    forget()
  }

  /// Makes a user by an invitation, and begins a session.
  ///
  /// - Returns: the cookie.
  func signUp(_ name: String, _ password: String, invitation: String) throws -> String {
    let moment = now()
    guard !name.isEmpty, name.utf8.count <= 128 else {
      throw Refusal(
        .unprocessableContent, "a name is missing", "give one of 128 bytes at most",
        pointer: "/name")
    }
    if let refusal = Password.refusal(password, name: name) { throw refusal }
    let hashed = try Password.hash(password)
    let isDone = try refusing { () throws(LedgerProblem) in
      try ledger.signUp(
        name, password: hashed, invitation: Secret.hash(invitation), at: moment)
    }
    let user = try refusing { () throws(LedgerProblem) in try ledger.user(named: name) }
    guard isDone, let user else {
      throw Refusal(
        .conflict, "this link was used, is too old, or the name is taken",
        "choose another name, or ask a GM for a new link")
    }
    return try begin(user.number, at: moment)
  }

  /// Makes a sign-up link's secret.
  func invite(_ visitor: Visitor, by actor: String) throws -> String {
    let moment = now()
    return try refusing { () throws(LedgerProblem) in
      try Admission.invite(visitor, into: ledger, by: actor, at: moment)
    }
  }

  /// Makes a token.
  func addToken(_ visitor: Visitor, by actor: String) throws -> (number: Int64, token: String) {
    let moment = now()
    return try refusing { () throws(LedgerProblem) in
      try Admission.addToken(visitor, into: ledger, by: actor, at: moment)
    }
  }

  /// Ends a token; false where there is none of that number.
  func revokeToken(_ number: Int64, by actor: String) throws -> Bool {
    defer { forget() }
    return try refusing { () throws(LedgerProblem) in
      try ledger.revokeToken(number, by: actor, at: now())
    }
  }

  /// Takes a user's right to sign in; false where there is none of that name.
  func revokeUser(_ name: String, by actor: String) throws -> Bool {
    defer { forget() }
    return try refusing { () throws(LedgerProblem) in
      try ledger.revokeUser(name, by: actor, at: now())
    }
  }

  /// A secret for the first GM's sign-up; nil where there is a GM.
  func firstInvitation() throws -> String? {
    let users = try refusing { () throws(LedgerProblem) in try ledger.users() }
    guard !users.contains(where: { $0.visitor.role == .gm && $0.revoked == nil }) else {
      return nil
    }
    return try invite(Visitor("", .gm), by: "first start")
  }

  private func check(_ key: String, most: Int, at moment: Instant) throws(Refusal) {
    guard let failed = failures[key], failed.count >= most else { return }
    let end = failed.since.advanced(bySeconds: Access.span)
    guard end > moment else {
      failures[key] = nil
      return
    }
    let left = (end.milliseconds - moment.milliseconds) / 1000 + 1
    throw Refusal(
      .tooManyRequests, "there were too many wrong passwords",
      "wait \(left / 60 + 1) minutes, and try again", fields: [.retryAfter: String(left)])
  }

  private func fail(_ key: String, at moment: Instant) {
    if failures.count > 10_000 { failures.removeAll() }
    let known = failures[key]
    let isStale = known.map { $0.since.advanced(bySeconds: Access.span) <= moment } ?? true
    failures[key] = Failures(
      count: isStale ? 1 : (known?.count ?? 0) + 1, since: isStale ? moment : known?.since ?? moment
    )
  }
}
