internal import Facts
internal import HTTPTypes
internal import Ledger
internal import Synchronization

/// Who is let in. Whoever was let in is remembered for a moment, so that a request need not ask the ledger.
actor Access {
  nonisolated let ledger: FactLedger
  nonisolated let now: @Sendable () -> Instant
  nonisolated let hashing = Hashing()
  private nonisolated let counters: Counters
  private nonisolated let limiter = Limiter()
  private nonisolated let remembered = Mutex<[String: Remembered]>([:])
  private let thread = OwnThread("access")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Days that a session holds.
  static let sessionDays: Int64 = 14
  /// Days that an invitation holds.
  static let invitationDays: Int64 = 7
  /// Days that a browser is known again.
  static let deviceDays: Int64 = 365
  /// Seconds for which it is remembered who was let in; a revoked token holds so much longer at most.
  private static let memory: Int64 = 1
  /// Whoever was let in that is remembered at most.
  private static let mostRemembered = 10_000

  /// By what somebody is let in: the hash of a token or of a session's cookie.
  enum Credential: Hashable, Sendable {
    case token(hash: String)
    case session(hash: String)

    fileprivate var key: String {
      switch self {
      case .token(let hash): "t" + hash
      case .session(let hash): "s" + hash
      }
    }
  }

  /// Somebody who is let in.
  struct Admitted: Sendable {
    let visitor: Visitor
    let credential: Credential
    /// What the forms of a session must carry; nil for a token.
    let form: String?
  }

  private struct Remembered {
    let admitted: Admitted
    let until: Instant
  }

  /// What a browser gets that somebody signs in with.
  struct Cookies: Sendable {
    let session: String
    /// By which the browser is known again.
    let device: String
  }

  init(_ ledger: FactLedger, counters: Counters, now: @escaping @Sendable () -> Instant) {
    self.ledger = ledger
    self.counters = counters
    self.now = now
  }

  /// Whom a token lets in; nil for nobody.
  nonisolated func admit(token: String) throws -> Admitted? {
    try admit(.token(hash: Secret.hash(token)))
  }

  /// Whom a session's cookie lets in; nil for nobody.
  nonisolated func admit(cookie: String) throws -> Admitted? {
    try admit(.session(hash: Secret.hash(cookie)))
  }

  /// Whom a credential lets in now; nil for nobody. Streams ask again by this while they are open.
  nonisolated func admit(_ credential: Credential) throws -> Admitted? {
    let moment = now()
    let key = credential.key
    if let known = remembered.withLock({ $0[key] }), known.until > moment { return known.admitted }
    guard let admitted = try ask(credential, at: moment) else { return nil }
    let known = Remembered(
      admitted: admitted, until: moment.advanced(bySeconds: Access.memory))
    remembered.withLock { remembered in
      if remembered.count >= Access.mostRemembered {
        remembered = remembered.filter { $0.value.until > moment }
      }
      // Where everybody is of this moment, those who come now ask the ledger each time.
      if remembered.count < Access.mostRemembered { remembered[key] = known }
    }
    return admitted
  }

  private nonisolated func ask(_ credential: Credential, at moment: Instant) throws -> Admitted? {
    try refusing { () throws(LedgerProblem) in
      switch credential {
      case .token(let hash):
        guard let token = try ledger.token(hash: hash, at: moment) else { return nil }
        noteUse(of: token, at: moment)
        return Admitted(visitor: token.visitor, credential: credential, form: nil)
      case .session(let hash):
        return try ledger.session(hash: hash, at: moment).map {
          Admitted(visitor: $0.visitor, credential: credential, form: $0.form)
        }
      }
    }
  }

  /// Writes down, once a minute and apart from the request, that a token was used.
  private nonisolated func noteUse(of token: TokenRecord, at moment: Instant) {
    let isDue = token.used.map { $0.advanced(bySeconds: 60) <= moment } ?? true
    guard isDue else { return }
    Task { await write(use: token.number, at: moment) }
  }

  private func write(use token: Int64, at moment: Instant) {
    do { try ledger.used(token: token, at: moment) } catch {
      // That it was used is told by the next request; a ledger that cannot be written says so elsewhere.
      counters.usesNotNoted.add(1, ordering: .relaxed)
    }
  }

  /// Asks the ledger anew who is let in: something about it has changed.
  nonisolated func forget() { remembered.withLock { $0.removeAll() } }

  /// Begins a session. `device` is the cookie by which a browser is known again; nil for one that is new.
  ///
  /// - Throws: ``Refusal`` 401 where name and password do not fit, 429 after too many that did not.
  nonisolated func signIn(
    _ name: String, _ password: String, device: String? = nil, from address: String
  ) async throws -> Cookies {
    let moment = now()
    guard name.utf8.count <= PersonName.longest, password.utf8.count <= Password.longest else {
      throw Access.unknown
    }
    let user = try refusing { () throws(LedgerProblem) in try ledger.user(named: name) }
    let isOpen = user.map { $0.revoked == nil } ?? false
    var isKnownDevice = false
    if let user, let device {
      isKnownDevice = try refusing { () throws(LedgerProblem) in
        try ledger.knows(device: Secret.hash(device), of: user.number)
      }
    }
    let keys = Limiter.Keys(name: name, address: address, device: isKnownDevice ? device : nil)
    try limiter.check(keys, at: moment)
    // Hashed for an unknown name too, so that the time does not tell which names there are.
    let fits = try await hashing.fits(password, isOpen ? user?.password : nil)
    guard let user, isOpen, fits else {
      limiter.fail(keys, at: moment)
      counters.refusedLogins.add(1, ordering: .relaxed)
      try await refused(name, from: address, at: moment)
      throw Access.unknown
    }
    limiter.clear(keys)
    return try await begin(
      user.number, name, device: isKnownDevice ? device : nil, as: "signed in", from: address,
      at: moment)
  }

  private func refused(_ name: String, from address: String, at moment: Instant) throws {
    guard limiter.mayTell(at: moment) else { return }
    let nobody = Principal(.nobody, name, address: address)
    try refusing { () throws(LedgerProblem) in
      try ledger.refusedSignIn(by: nobody, "name and password do not fit", at: moment)
    }
  }

  private static let unknown = Refusal(
    .unauthorized, "no user has this name and password",
    "try again, or ask a GM for a new sign-up link")

  private func begin(
    _ user: Int64, _ name: String, device: String?, as what: String, from address: String?,
    at moment: Instant
  ) throws -> Cookies {
    let cookies = Cookies(session: Secret.make(), device: device ?? Secret.make())
    try refusing { () throws(LedgerProblem) in
      try ledger.beginSession(
        of: user, hash: Secret.hash(cookies.session), form: Secret.make(),
        device: Secret.hash(cookies.device),
        until: moment.advanced(bySeconds: Access.sessionDays * 86_400), as: what,
        by: Principal(.user, name, number: user, address: address), at: moment)
    }
    return cookies
  }

  /// Ends a session.
  func signOut(cookie: String, by principal: Principal) throws {
    defer { forget() }
    try refusing { () throws(LedgerProblem) in
      try ledger.endSession(hash: Secret.hash(cookie), by: principal, at: now())
    }
  }

  /// Makes a user by an invitation, and begins a session.
  nonisolated func signUp(
    _ name: String, _ password: String, invitation: String, from address: String? = nil
  ) async throws -> Cookies {
    let moment = now()
    if let fault = PersonName.fault(name) {
      throw Refusal(
        .unprocessableContent, "the name \(fault)", "choose another name", pointer: "/name")
    }
    let business = try refusing { () throws(LedgerProblem) in try ledger.plan()?.text } ?? ""
    if let refusal = Password.refusal(password, name: name, business: business) { throw refusal }
    let hashed = try await hashing.hash(password)
    let user = try refusing { () throws(LedgerProblem) in
      try ledger.signUp(
        name, password: hashed, invitation: Secret.hash(invitation), from: address, at: moment)
    }
    guard let user else {
      throw Refusal(
        .conflict, "this link was used, is too old, or the name is taken",
        "choose another name, or ask a GM for a new link")
    }
    return try await begin(user, name, device: nil, as: "signed in", from: address, at: moment)
  }

  /// Makes a sign-up link's secret.
  func invite(_ visitor: Visitor, by principal: Principal) throws -> String {
    try refusing { () throws(LedgerProblem) in
      try Admission.invite(visitor, into: ledger, by: principal, at: now())
    }
  }

  /// Makes a token.
  func addToken(
    _ visitor: Visitor, days: Int? = nil, by principal: Principal
  ) throws -> (number: Int64, token: String) {
    try refusing { () throws(LedgerProblem) in
      try Admission.addToken(visitor, days: days, into: ledger, by: principal, at: now())
    }
  }

  /// Ends a token; false where there is none of that number.
  func revokeToken(_ number: Int64, by principal: Principal) throws -> Bool {
    defer { forget() }
    return try refusing { () throws(LedgerProblem) in
      try ledger.revokeToken(number, by: principal, at: now())
    }
  }

  /// Ends a sign-up link; false where there is none of that number.
  func endLink(_ number: Int64, by principal: Principal) throws -> Bool {
    try refusing { () throws(LedgerProblem) in
      try ledger.endInvitation(number, by: principal, at: now())
    }
  }

  /// Takes a user's right to sign in.
  func revokeUser(_ name: String, by principal: Principal) throws -> UserRevocation {
    defer { forget() }
    return try refusing { () throws(LedgerProblem) in
      try ledger.revokeUser(name, by: principal, at: now())
    }
  }

  /// A secret for the first GM's sign-up, in place of that of an earlier start; nil where there is a GM.
  func firstInvitation() throws -> String? {
    try refusing { () throws(LedgerProblem) in
      try Admission.inviteFirst(into: ledger, at: now())
    }
  }
}
