internal import Facts
internal import Hummingbird
internal import HTTPTypes
internal import Ledger

/// Who sends facts, and what they may send.
struct Sender: Sendable {
  /// The number of the token that sends; nil for a page of ours and for signed events.
  let token: Int64?
  /// What a write key may send; nil for whoever may send everything.
  let scope: KeyScope?
  /// As the audit trail says it.
  let principal: Principal

  /// Somebody who may send everything and has no token.
  static let own = Sender(
    token: nil, scope: nil, principal: Principal(.server, "a page or a signed event"))

  /// Whoever a token lets in, from an address.
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

  /// Why a fact is not taken from this sender; nil where it is.
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

/// What sending asks of whoever comes, beside the right: that a browser's page may, and that not too much of a key
/// was refused today.
struct SenderDoor {
  let house: House

  /// Lets a sender through.
  ///
  /// - Throws: ``Refusal`` 403 for a page that may not send, 429 for a key of which too much was refused.
  func enter(_ visitor: Visitor, _ request: Request, _ visit: Visit) throws -> Sender {
    guard visit.form == nil, let token = visitor.number else {
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
      let sent = try refusing { () throws(LedgerProblem) in
        try house.ledger.sending(of: token, at: house.now())
      }
      guard sent.refused < max(1, scope.refusedMost) else {
        throw Refusal(
          .tooManyRequests, "\(sent.refused) rows of this key were refused today",
          "see what is wrong with them in quarantine; it may send again tomorrow (UTC)",
          fields: [.retryAfter: "3600"])
      }
    }
    return Sender(visitor, from: visit.address)
  }

  /// What a browser asks before a page of another site sends (Fetch, "CORS-preflight fetch"). The keys themselves
  /// are only seen with the facts, so this says what any key's pages may do; the facts are checked when they come.
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

  /// Lets the page that sent read the answer.
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
