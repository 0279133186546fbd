internal import Facts
internal import Foundation
internal import Hummingbird
internal import Ledger

extension WriteRoutes {
  /// Makes a link by which somebody signs up.
  func addUser(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let visitor = try visitor(form, tokens: false)
    let taken = try refusing { () throws(LedgerProblem) in
      try house.ledger.user(named: visitor.name)
    }
    guard taken == nil || taken?.revoked != nil else {
      throw Refusal(
        .conflict, "there is a user \(visitor.name)", "choose another name, or revoke them first",
        pointer: "/name")
    }
    let secret = try await house.access.invite(visitor, by: who(visit))
    let base = house.settings.publicAddress ?? "\(scheme)://\(request.head.authority ?? "")"
    let link = base + Admission.path(secret)
    guard form.isPage else { return .json(.members(["sign_up": .string(link)])) }
    return try await page(
      .secret(what: "The link for \(visitor.name)", link), request, visit)
  }

  private var scheme: String { house.settings.tls == nil ? "http" : "https" }

  func revokeUser(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let given = visit.parameters.get("name") ?? ""
    let name = given.removingPercentEncoding ?? given
    guard try await house.access.revokeUser(name, by: who(visit)) else {
      throw Refusal(.notFound, "there is no user '\(name)' who may sign in", "see the list")
    }
    return answer(form, request, visit, see: "/users", [.init("revoked", .string(name))])
  }

  /// Makes a token, which is shown this once.
  func addToken(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let visitor = try visitor(form, tokens: true)
    let made = try await house.access.addToken(visitor, by: who(visit))
    guard form.isPage else {
      return .json(
        .members(["number": .integer(made.number), "token": .string(made.token)]))
    }
    return try await page(
      .secret(what: "The token \(visitor.name)", made.token), request, visit)
  }

  func revokeToken(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let given = visit.parameters.get("number") ?? ""
    guard let number = Int64(given),
      try await house.access.revokeToken(number, by: who(visit))
    else {
      throw Refusal(.notFound, "there is no token \(given) that holds", "see the list")
    }
    return answer(form, request, visit, see: "/users", [.init("revoked", .integer(number))])
  }

  private func visitor(_ form: Form, tokens: Bool) throws(Refusal) -> Visitor {
    let name = try form.need("name")
    guard name.utf8.count <= 128 else {
      throw Refusal(
        .unprocessableContent, "the name is too long", "128 bytes at most", pointer: "/name")
    }
    let word = try form.need("role")
    guard let role = Role(rawValue: word), tokens || role != .source else {
      throw Refusal(
        .unprocessableContent, "there is no role '\(word)' here",
        "write gm, lead, member or viewer" + (tokens ? ", or source" : ""), pointer: "/role")
    }
    let lever = try WriteRoutes.read("lever", form) { Lever(rawValue: $0) }
    let member = try WriteRoutes.read("member", form) { MemberID($0) }
    if let fault = Admission.fault(role, lever: lever, member: member) {
      throw Refusal(.unprocessableContent, fault, "fill it in", pointer: "/role")
    }
    return Visitor(name, role, lever: lever, member: member)
  }

  private static func read<Value>(
    _ field: String, _ form: Form, _ make: (String) -> Value?
  ) throws(Refusal) -> Value? {
    guard let text = form[field] else { return nil }
    guard let value = make(text) else {
      throw Refusal(
        .unprocessableContent, "there is no \(field) '\(text)'", "correct it",
        pointer: "/" + field)
    }
    return value
  }
}
