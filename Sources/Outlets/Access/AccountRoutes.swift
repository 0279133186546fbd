internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger

/// Signs users in, up and out, by a browser's form or by JSON.
struct AccountRoutes {
  let house: House

  private var isSecure: Bool { house.settings.isSecure }

  /// The most bytes of a form that is sent before anyone has signed in.
  static let limit = 16 << 10

  func signInPage(_ request: Request, _ visit: Visit) async throws -> Response {
    visit.visitor == nil ? house.pages.signIn(problem: nil) : .see("/")
  }

  func signIn(_ request: Request, _ visit: Visit) async throws -> Response {
    try Door.checkForm(request, visit, house)
    let form = try await stranger(request, visit)
    do {
      let cookies = try await house.access.signIn(
        try form.need("name"), try form.need("password"),
        device: Cookie.value(.device, in: request, isSecure: isSecure), from: visit.address)
      return letIn(cookies, form)
    } catch let refusal as Refusal {
      guard form.isPage else { throw refusal }
      return page(house.pages.signIn(problem: refusal.problem), refusal)
    }
  }

  func signUpPage(_ request: Request, _ visit: Visit) async throws -> Response {
    let secret = request.uri.queryParameters["key"].map(String.init) ?? ""
    return house.pages.signUp(try invitation(secret), secret: secret, problem: nil)
  }

  func signUp(_ request: Request, _ visit: Visit) async throws -> Response {
    try Door.checkForm(request, visit, house)
    let form = try await stranger(request, visit)
    let secret = try form.need("key")
    let invitation = try invitation(secret)
    do {
      let cookies = try await house.access.signUp(
        try invitation.name ?? form.need("name"), try form.need("password"), invitation: secret,
        from: visit.address)
      return letIn(cookies, form)
    } catch let refusal as Refusal {
      guard form.isPage else { throw refusal }
      return page(
        house.pages.signUp(invitation, secret: secret, problem: refusal.problem), refusal)
    }
  }

  func signOut(_ request: Request, _ visit: Visit) async throws -> Response {
    _ = try await Form.read(request, visit)
    if let cookie = Cookie.value(.session, in: request, isSecure: isSecure) {
      try await house.access.signOut(cookie: cookie, by: visit.principal)
      house.newest.remind()
    }
    var response = Response.see("/sign-in")
    response.headers[.setCookie] = Cookie.clear(.session, isSecure: isSecure)
    // Clears what the browser cached of this session's pages.
    response.headers[.clearSiteData] = "\"cache\", \"storage\""
    return response
  }

  /// Reads a form from someone who has not signed in: small, uncompressed and without files.
  private func stranger(_ request: Request, _ visit: Visit) async throws -> Form {
    let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    let type = request.headers[.contentType]?.lowercased() ?? ""
    guard encoding == "identity", !type.hasPrefix("multipart/") else {
      throw Refusal(
        .unsupportedMediaType, "this form is sent plain, with fields alone",
        "send application/x-www-form-urlencoded or JSON, not compressed")
    }
    return try await Form.read(request, visit.withoutSession, limit: AccountRoutes.limit)
  }

  private func letIn(_ cookies: Access.Cookies, _ form: Form) -> Response {
    var response = form.isPage ? Response.see("/") : Response.json(.members(["signed_in": true]))
    response.headers[.setCookie] = Cookie.set(.session, cookies.session, isSecure: isSecure)
    response.headers.append(
      .init(name: .setCookie, value: Cookie.set(.device, cookies.device, isSecure: isSecure)))
    return response
  }

  private func page(_ page: Response, _ refusal: Refusal) -> Response {
    var page = page
    page.status = refusal.status
    for field in refusal.fields { page.headers[field.name] = field.value }
    return page
  }

  private func invitation(_ secret: String) throws -> InvitationRecord {
    let found = try house.ledger.invitation(hash: Secret.hash(secret))
    guard let found, !found.isUsed, found.expires > house.now() else {
      throw Refusal(
        .notFound, "this sign-up link is no longer valid", "ask a GM for a new one")
    }
    return found
  }
}

extension Visit {
  /// A copy without a CSRF token, for forms that are sent before anyone signs in.
  var withoutSession: Visit {
    var visit = self
    visit.csrfToken = nil
    return visit
  }
}
