internal import Facts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ledger

/// Signing in, up and out: a browser's forms, or JSON.
struct AccountRoutes {
  let house: House

  private var isSecure: Bool { house.settings.isSecure }

  func signInPage(_ request: Request, _ visit: Visit) async throws -> Response {
    visit.visitor == nil ? house.pages.signIn(problem: nil) : .see("/")
  }

  func signIn(_ request: Request, _ visit: Visit) async throws -> Response {
    try Door.checkForm(request, visit)
    let form = try await Form.read(request, visit.withoutSession)
    do {
      let cookie = try await house.access.signIn(
        try form.need("name"), try form.need("password"), from: address(request, visit))
      return letIn(cookie, form)
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
    try Door.checkForm(request, visit)
    let form = try await Form.read(request, visit.withoutSession)
    let secret = try form.need("key")
    let invitation = try invitation(secret)
    do {
      let cookie = try await house.access.signUp(
        try invitation.name ?? form.need("name"), try form.need("password"), invitation: secret)
      return letIn(cookie, form)
    } catch let refusal as Refusal {
      guard form.isPage else { throw refusal }
      return page(
        house.pages.signUp(invitation, secret: secret, problem: refusal.problem), refusal)
    }
  }

  func signOut(_ request: Request, _ visit: Visit) async throws -> Response {
    _ = try await Form.read(request, visit)
    if let cookie = Cookie.session(in: request, isSecure: isSecure) {
      try await house.access.signOut(cookie: cookie)
    }
    var response = Response.see("/sign-in")
    response.headers[.setCookie] = Cookie.clear(isSecure: isSecure)
    return response
  }

  private func letIn(_ cookie: String, _ form: Form) -> Response {
    var response = form.isPage ? Response.see("/") : Response.json(.members(["signed_in": true]))
    response.headers[.setCookie] = Cookie.set(cookie, isSecure: isSecure)
    return response
  }

  private func page(_ page: Response, _ refusal: Refusal) -> Response {
    var page = page
    page.status = refusal.status
    for field in refusal.fields { page.headers[field.name] = field.value }
    return page
  }

  private func invitation(_ secret: String) throws -> InvitationRecord {
    let found = try refusing { () throws(LedgerProblem) in
      try house.ledger.invitation(hash: Secret.hash(secret))
    }
    guard let found, !found.isUsed, found.expires > house.now() else {
      throw Refusal(
        .notFound, "this sign-up link does not hold any more", "ask a GM for a new one")
    }
    return found
  }

  /// Where a browser is: behind a proxy what the proxy says.
  private func address(_ request: Request, _ visit: Visit) -> String {
    let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    return (house.settings.publicAddress == nil ? nil : forwarded) ?? visit.peer ?? "unknown"
  }
}

extension Visit {
  /// The same from nobody known, for forms that are sent before anyone signs in.
  var withoutSession: Visit {
    var visit = self
    visit.form = nil
    return visit
  }
}
