internal import Facts
internal import Foundation
internal import Hummingbird
internal import Ledger

extension WriteRoutes {
  /// Creates a sign-up link.
  func addUser(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let visitor = try visitor(form, tokens: false)
    let taken = try house.ledger.user(named: visitor.name)
    guard taken == nil || taken?.revoked != nil else {
      throw Refusal(
        .conflict, "there is a user \(visitor.name)", "choose another name, or revoke them first",
        pointer: "/name")
    }
    let secret = try await house.access.invite(visitor, by: visit.principal)
    // The link uses the server's own address, never the request's Host, because it goes to someone
    // else.
    let link = house.address.now + Admission.path(secret)
    guard form.isPage else { return .json(.members(["sign_up": .string(link)])) }
    return try await page(
      .secret(what: "The link for \(visitor.name)", link), request, visit)
  }

  func revokeUser(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let given = visit.parameters.get("name") ?? ""
    let name = given.removingPercentEncoding ?? given
    switch try await house.access.revokeUser(name, by: visit.principal) {
    case .unknown:
      throw Refusal(.notFound, "there is no user '\(name)' who may sign in", "see the list")
    case .lastGM:
      throw Refusal(.conflict, "'\(name)' is the last GM", "have another GM sign up first")
    case .revoked(let tokens, let links):
      house.newest.remind()
      return answer(
        form, request, visit, see: "/users",
        [
          .init("revoked", .string(name)), .init("tokens_ended", .integer(tokens)),
          .init("links_ended", .integer(links)),
        ])
    }
  }

  /// Ends an unused sign-up link.
  func endLink(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let given = visit.parameters.get("number") ?? ""
    guard let number = Int64(given),
      try await house.access.endLink(number, by: visit.principal)
    else { throw Refusal(.notFound, "there is no valid link \(given)", "see the list") }
    return answer(form, request, visit, see: "/users", [.init("ended", .integer(number))])
  }

  /// Creates a token, which is shown only once.
  func addToken(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let visitor = try visitor(form, tokens: true)
    let days = try WriteRoutes.whole("days", form, 1...Admission.mostTokenDays)
    let made = try await house.access.addToken(visitor, days: days, by: visit.principal)
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
      try await house.access.revokeToken(number, by: visit.principal)
    else {
      throw Refusal(.notFound, "there is no valid token \(given)", "see the list")
    }
    return answer(form, request, visit, see: "/users", [.init("revoked", .integer(number))])
  }

  /// Undoes a key: retracts the facts that it sent and drops its rows.
  func undoToken(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let given = visit.parameters.get("number") ?? ""
    let principal = visit.principal
    let unknown = Refusal(.notFound, "there is no token \(given)", "see the list")
    guard let number = Int64(given) else { throw unknown }
    let undone = try await house.keeper.change { writer, now in
      try writer.ledger.undo(token: number, by: principal, at: now)
    }
    guard let undone else { throw unknown }
    house.access.forget()
    await house.board.refresh()
    return answer(
      form, request, visit, see: "/users",
      [
        .init("retracted", .integer(undone.retracted)), .init("dropped", .integer(undone.dropped)),
      ])
  }

  private static func whole(
    _ field: String, _ form: Form, _ range: ClosedRange<Int>
  ) throws(Refusal) -> Int? {
    guard let text = form[field] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Refusal(
        .unprocessableContent,
        "\(field) isn't a number from \(range.lowerBound) to \(range.upperBound)",
        "leave it out, or correct it", pointer: "/" + field)
    }
    return number
  }

  private func visitor(_ form: Form, tokens: Bool) throws(Refusal) -> Visitor {
    let name = try form.need("name")
    if let fault = PersonName.fault(name) {
      throw Refusal(
        .unprocessableContent, "the name \(fault)", "choose another name", pointer: "/name")
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
    return Visitor(
      name, role, lever: lever, member: member, scope: role == .source ? try scope(form) : nil)
  }

  private func scope(_ form: Form) throws(Refusal) -> KeyScope {
    try Admission.scope(
      kinds: form["may"] ?? "", origins: form["origin"] ?? "",
      refusedMost: try WriteRoutes.whole("refused", form, 0...1_000_000_000)
    ).get()
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
