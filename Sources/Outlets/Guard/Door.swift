internal import HTTPTypes
internal import Hummingbird
internal import Ledger

/// The router as ``Routes`` writes it: each route says what right it asks.
struct Door {
  let router: Router<Visit>

  typealias Handler = @Sendable (Request, Visit) async throws -> Response

  /// A route that everybody may take.
  func open(_ method: HTTPRequest.Method, _ path: RouterPath, _ handler: @escaping Handler) {
    router.on(path, method: method) { request, visit in try await handler(request, visit) }
  }

  /// A route for those who have a right.
  func allow(
    _ right: Right, _ method: HTTPRequest.Method, _ path: RouterPath, _ handler: @escaping Handler
  ) {
    router.on(path, method: method) { request, visit in
      if let elsewhere = try Door.check(right, request, visit) { return elsewhere }
      return try await handler(request, visit)
    }
  }

  /// Refuses whoever lacks a right; sends a browser that nobody has signed in with to do so.
  static func check(_ right: Right, _ request: Request, _ visit: Visit) throws -> Response? {
    guard let visitor = visit.visitor else {
      if request.method == .get, request.wantsPage { return .see("/sign-in") }
      throw Refusal(
        .unauthorized, "this needs a session or a token",
        "sign in at /sign-in, or send a token as 'Authorization: Bearer …'",
        fields: [.wwwAuthenticate: "Bearer realm=\"fulcrum\""])
    }
    guard right.isOf(visitor.role) else {
      throw Refusal(
        .forbidden, "the role \(visitor.role.rawValue) may not do this", "ask a GM for the role")
    }
    if !request.method.isSafe { try checkForm(request, visit) }
    return nil
  }

  /// A cookie is sent by whatever page a browser looks at, so that what changes something must come
  /// from a page of ours; forms prove it again by the field `form` (see ``Form``).
  static func checkForm(_ request: Request, _ visit: Visit) throws(Refusal) {
    guard visit.form != nil || visit.visitor == nil else { return }
    let site = request.headers[.fetchSite]
    let isForeign = site.map { $0 != "same-origin" && $0 != "none" } ?? false
    let origin = request.headers[.origin]
    let host = request.head.authority ?? request.headers[.host] ?? ""
    let isElsewhere = origin.map { !$0.hasSuffix("://" + host) } ?? false
    guard !isForeign, !isElsewhere else {
      throw Refusal(.forbidden, "the request comes from another site", "use the page here")
    }
  }
}

extension HTTPRequest.Method {
  /// Whether it changes nothing.
  var isSafe: Bool { self == .get || self == .head || self == .options }
}

private let hostName = HTTPField.Name("Host") ?? .server
extension HTTPField.Name { static var host: HTTPField.Name { hostName } }
