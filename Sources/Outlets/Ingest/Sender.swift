internal import Facts
internal import Hummingbird
internal import HTTPTypes
internal import Ledger
internal import Operations

/// The sender of facts, and the scope it is held to.
struct Sender: Sendable {
  /// The number of the sending token; nil for pages of this server and signed events.
  let token: Int64?
  /// The scope of a write key; nil if the sender may send everything.
  let scope: KeyScope?
  /// The sender as the audit trail names it.
  let principal: Principal

  /// A sender without a token that may send everything.
  static let own = Sender(
    token: nil, scope: nil, principal: Principal(.server, "a page or a signed event"))

  /// The sender of a token's visitor, from an address.
  init(_ visitor: Visitor, from address: String) {
    self.init(
      token: visitor.number, scope: visitor.scope,
      principal: Principal(.token, visitor.name, number: visitor.number, address: address))
  }

  private init(token: Int64?, scope: KeyScope?, principal: Principal) {
    self.token = token
    self.scope = scope
    self.principal = principal
  }

  /// Returns why this sender may not send a fact, or nil if it may.
  func fault(_ fact: Fact) -> FactProblem? {
    guard let scope else { return nil }
    guard scope.kinds.contains(fact.kind) else {
      return FactProblem(
        "kind", "this key may not send facts of kind \(fact.kind.rawValue)",
        "make one that may: fulcrum token add NAME --role source --may \(fact.kind.rawValue)")
    }
    if fact.kind == .note, fact.member != nil {
      return FactProblem(
        "member", "a key writes no note in a person's name", "leave the member out")
    }
    return nil
  }
}

/// Checks more than the right to send: that the web page may send, and that not too many of the
/// key's rows were refused today.
struct SenderDoor {
  let house: House

  /// Checks a sender and lets it through.
  ///
  /// - Throws: ``Refusal`` 403 for a page that may not send, 429 for a key with too many refused
  ///   rows today.
  func enter(_ visitor: Visitor, _ request: Request, _ visit: Visit) throws -> Sender {
    guard visit.csrfToken == nil, let token = visitor.number else {
      throw Refusal(
        .forbidden, "a browser's session sends no facts",
        "send a token as 'Authorization: Bearer …'; notes and files have forms of their own")
    }
    if let origin = request.headers[.origin] {
      let isNamed = Origin(origin).map { visitor.scope?.origins.contains($0.text) == true } ?? false
      guard isNamed else {
        throw Refusal(
          .forbidden, "pages of \(origin.prefix(100)) may not send with this key",
          "make one that may: fulcrum token add NAME --role source --origin ORIGIN")
      }
    }
    if let scope = visitor.scope {
      let sent = try house.ledger.sending(of: token, at: house.now())
      guard sent.refused < max(1, scope.refusedMost) else {
        throw Refusal(
          .tooManyRequests, "\(sent.refused) rows of this key were refused today",
          "see what is wrong with them in quarantine; it may send again tomorrow (UTC)",
          fields: [.retryAfter: "3600"])
      }
    }
    return Sender(visitor, from: visit.address)
  }

  /// Answers a browser's preflight for a page of another site (Fetch, "CORS-preflight fetch").
  ///
  /// The key arrives only with the facts, so this allows any origin that any key names. The facts
  /// are checked when they arrive.
  func preflight(_ request: Request) throws -> Response {
    guard let origin = request.headers[.origin], isNamed(origin) else {
      throw Refusal(
        .forbidden, "no key may be used from pages of this origin",
        "make one that may: fulcrum token add NAME --role source --origin ORIGIN")
    }
    var response = Response(status: .noContent)
    allow(origin, in: &response)
    response.headers[.accessControlAllowMethods] = "POST"
    response.headers[.accessControlAllowHeaders] = "authorization, content-type"
    response.headers[.accessControlMaxAge] = "600"
    return response
  }

  /// Lets the sending page read the answer.
  func allow(_ request: Request, _ response: inout Response) {
    if let origin = request.headers[.origin] { allow(origin, in: &response) }
  }

  private func allow(_ origin: String, in response: inout Response) {
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.vary] = "Origin"
  }

  private func isNamed(_ origin: String) -> Bool {
    guard let origin = Origin(origin) else { return false }
    do {
      let moment = house.now()
      return try house.ledger.tokens().contains {
        $0.holds(at: moment) && $0.visitor.scope?.origins.contains(origin.text) == true
      }
    } catch { return false }
  }
}
