internal import Facts
internal import HTTPTypes
internal import Ledger
internal import Synchronization

/// Checks credentials and manages sign-in. Caches who was let in briefly, so that most requests
/// need no ledger query.
actor Access {
  nonisolated let ledger: FactLedger
  nonisolated let now: @Sendable () -> Instant
  nonisolated let hashing = Hashing()
  private nonisolated let counters: Counters
  private nonisolated let limiter = Limiter()
  private nonisolated let remembered = Mutex<[String: Remembered]>([:])
  private let thread = OwnThread("access")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Days that a session is valid.
  static let sessionDays: Int64 = 14
  /// Days that an invitation is valid.
  static let invitationDays: Int64 = 7
  /// Days that a device cookie is valid.
  static let deviceDays: Int64 = 365
  /// Seconds that an admitted visitor stays cached; a revoked token works for at most this much
  /// longer.
  private static let memory: Int64 = 1
  /// The most admitted visitors that are cached.
  private static let mostRemembered = 10_000

  /// A credential: the hash of a token or of a session's cookie.
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

  /// An admitted visitor and the credential they came with.
  struct Admitted: Sendable {
    let visitor: Visitor
    let credential: Credential
    /// The CSRF token that the session's forms must carry; nil for a token.
    let csrfToken: String?
  }

  private struct Remembered {
    let admitted: Admitted
    let until: Instant
  }

  /// The cookies that a browser gets on signing in.
  struct Cookies: Sendable {
    let session: String
    /// The cookie that marks the browser as one its user has signed in with before.
    let device: String
  }

  init(_ ledger: FactLedger, counters: Counters, now: @escaping @Sendable () -> Instant) {
    self.ledger = ledger
    self.counters = counters
    self.now = now
  }

  /// Returns the token's visitor, or nil if the token is not valid.
  nonisolated func admit(token: String) throws -> Admitted? {
    try admit(.token(hash: Secret.hash(token)))
  }

  /// Returns the visitor of a session cookie, or nil if the session is not valid.
  nonisolated func admit(cookie: String) throws -> Admitted? {
    try admit(.session(hash: Secret.hash(cookie)))
  }

  /// Returns the credential's visitor, or nil if it is not valid now. Open streams call this again.
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
      // If the cache is full of entries that are still fresh, new visitors cost a ledger query each
      // time.
      if remembered.count < Access.mostRemembered { remembered[key] = known }
    }
    return admitted
  }

  private nonisolated func ask(_ credential: Credential, at moment: Instant) throws -> Admitted? {
    switch credential {
    case .token(let hash):
      guard let token = try ledger.token(hash: hash, at: moment) else { return nil }
      noteUse(of: token, at: moment)
      return Admitted(visitor: token.visitor, credential: credential, csrfToken: nil)
    case .session(let hash):
      return try ledger.session(hash: hash, at: moment).map {
        Admitted(visitor: $0.visitor, credential: credential, csrfToken: $0.csrfToken)
      }
    }
  }

  /// Records that a token was used: at most once a minute, outside of the request.
  private nonisolated func noteUse(of token: TokenRecord, at moment: Instant) {
    let isDue = token.used.map { $0.advanced(bySeconds: 60) <= moment } ?? true
    guard isDue else { return }
    Task { await write(use: token.number, at: moment) }
  }

  private func write(use token: Int64, at moment: Instant) {
    do { try ledger.used(token: token, at: moment) } catch {
      // The token's next request records the use again; other conditions report that the ledger
      // cannot be written.
      counters.usesNotNoted.add(1, ordering: .relaxed)
    }
  }

  /// Clears the cache, because users, tokens or sessions have changed.
  nonisolated func forget() { remembered.withLock { $0.removeAll() } }

  /// Starts a session. `device` is the browser's device cookie; nil for a new browser.
  ///
  /// - Throws: ``Refusal`` 401 if name and password do not match, 429 after too many failures.
  nonisolated func signIn(
    _ name: String, _ password: String, device: String? = nil, from address: String
  ) async throws -> Cookies {
    let moment = now()
    guard name.utf8.count <= PersonName.longest, password.utf8.count <= Password.longest else {
      throw Access.unknown
    }
    let user = try ledger.user(named: name)
    let isOpen = user.map { $0.revoked == nil } ?? false
    var isKnownDevice = false
    if let user, let device {
      isKnownDevice = try ledger.knows(device: Secret.hash(device), of: user.number)
    }
    let keys = Limiter.Keys(name: name, address: address, device: isKnownDevice ? device : nil)
    try limiter.check(keys, at: moment)
    // An unknown name costs a hash too, so that the response time does not reveal which names
    // exist.
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
    guard limiter.mayAudit(at: moment) else { return }
    let nobody = Principal(.nobody, name, address: address)
    try ledger.refusedSignIn(by: nobody, "name and password do not fit", at: moment)
  }

  private static let unknown = Refusal(
    .unauthorized, "no user has this name and password",
    "try again, or ask a GM for a new sign-up link")

  private func begin(
    _ user: Int64, _ name: String, device: String?, as what: String, from address: String?,
    at moment: Instant
  ) throws -> Cookies {
    let cookies = Cookies(session: Secret.make(), device: device ?? Secret.make())
    try ledger.beginSession(
      of: user, hash: Secret.hash(cookies.session), csrfToken: Secret.make(),
      device: Secret.hash(cookies.device),
      until: moment.advanced(bySeconds: Access.sessionDays * 86_400), as: what,
      by: Principal(.user, name, number: user, address: address), at: moment)
    return cookies
  }

  /// Ends a session.
  func signOut(cookie: String, by principal: Principal) throws {
    defer { forget() }
    try ledger.endSession(hash: Secret.hash(cookie), by: principal, at: now())
  }

  /// Creates a user from an invitation and starts a session.
  nonisolated func signUp(
    _ name: String, _ password: String, invitation: String, from address: String? = nil
  ) async throws -> Cookies {
    let moment = now()
    if let fault = PersonName.fault(name) {
      throw Refusal(
        .unprocessableContent, "the name \(fault)", "choose another name", pointer: "/name")
    }
    let business = try ledger.plan()?.text ?? ""
    if let refusal = Password.refusal(password, name: name, business: business) { throw refusal }
    let hashed = try await hashing.hash(password)
    let user = try ledger.signUp(
      name, password: hashed, invitation: Secret.hash(invitation), from: address, at: moment)
    guard let user else {
      throw Refusal(
        .conflict, "this link was used, is too old, or the name is taken",
        "choose another name, or ask a GM for a new link")
    }
    return try await begin(user, name, device: nil, as: "signed in", from: address, at: moment)
  }

  /// Creates a sign-up link and returns its secret.
  func invite(_ visitor: Visitor, by principal: Principal) throws -> String {
    try Admission.invite(visitor, into: ledger, by: principal, at: now())
  }

  /// Creates a token.
  func addToken(
    _ visitor: Visitor, days: Int? = nil, by principal: Principal
  ) throws -> (number: Int64, token: String) {
    try Admission.addToken(visitor, days: days, into: ledger, by: principal, at: now())
  }

  /// Revokes a token. Returns false if no active token has that number.
  func revokeToken(_ number: Int64, by principal: Principal) throws -> Bool {
    defer { forget() }
    return try ledger.revokeToken(number, by: principal, at: now())
  }

  /// Ends a sign-up link. Returns false if no unused link has that number.
  func endLink(_ number: Int64, by principal: Principal) throws -> Bool {
    try ledger.endInvitation(number, by: principal, at: now())
  }

  /// Revokes a user's right to sign in.
  func revokeUser(_ name: String, by principal: Principal) throws -> UserRevocation {
    defer { forget() }
    return try ledger.revokeUser(name, by: principal, at: now())
  }

  /// Returns the secret of the first GM's sign-up link; nil if a GM exists. It replaces that of an
  /// earlier start.
  func firstInvitation() throws -> String? {
    try Admission.inviteFirst(into: ledger, at: now())
  }
}
