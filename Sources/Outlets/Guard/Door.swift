internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Operations

/// Registers routes with the right that each requires; ``Routes`` lists them.
struct Door {
  let router: Router<Visit>
  let house: House
  private let taken = RegisteredMethods()

  init(_ router: Router<Visit>, _ house: House) {
    self.router = router
    self.house = house
  }

  typealias Handler = @Sendable (Request, Visit) async throws -> Response

  /// The methods that each path has.
  private final class RegisteredMethods {
    var methods: [String: [HTTPRequest.Method]] = [:]
  }

  /// Adds a route that is open to everyone.
  func open(_ method: HTTPRequest.Method, _ path: RouterPath, _ handler: @escaping Handler) {
    taken.methods[path.description, default: []].append(method)
    router.on(path, method: method) { request, visit in try await handler(request, visit) }
    guard method == .get else { return }
    taken.methods[path.description, default: []].append(.head)
    router.on(path, method: .head) { request, visit in
      var response = try await handler(request, visit)
      response.body = ResponseBody()
      return response
    }
  }

  /// Adds a route for visitors who have a right.
  func allow(
    _ right: Right, _ method: HTTPRequest.Method, _ path: RouterPath, _ handler: @escaping Handler
  ) {
    let house = house
    open(method, path) { request, visit in
      if let elsewhere = try Door.check(right, request, visit, house) { return elsewhere }
      return try await handler(request, visit)
    }
  }

  /// Answers 405 to methods that a path does not have. Call it after all routes are added.
  func refuseOthers() {
    let all: [HTTPRequest.Method] = [
      .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]
    for (path, methods) in taken.methods {
      let allowed = methods.map(\.rawValue).sorted().joined(separator: ", ")
      for method in all where !methods.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in
          throw Refusal(
            .methodNotAllowed, "\(method.rawValue) is not for this address", "use \(allowed)",
            fields: [.allow: allowed])
        }
      }
    }
  }

  /// Refuses visitors without a right. Returns a redirect to the sign-in page for a browser without
  /// a session.
  static func check(
    _ right: Right, _ request: Request, _ visit: Visit, _ house: House
  ) throws -> Response? {
    guard let visitor = visit.visitor else {
      if request.method == .get, request.wantsPage { return .see("/sign-in") }
      throw Refusal(
        .unauthorized, "this needs a session or a token",
        "sign in at /sign-in, or send a token as 'Authorization: Bearer …'",
        fields: [.wwwAuthenticate: "Bearer realm=\"fulcrum\""])
    }
    guard right.isOf(visitor.role) else {
      throw Refusal.role(visitor.role, isPage: request.method == .get && request.wantsPage)
    }
    if !request.method.isSafe { try checkForm(request, visit, house) }
    return nil
  }

  /// Refuses a change that a page of another site sends (CSRF).
  ///
  /// Browsers attach cookies to requests from any page. Forms prove their page again by the field
  /// `csrf` (see ``Form``).
  static func checkForm(_ request: Request, _ visit: Visit, _ house: House) throws(Refusal) {
    guard visit.csrfToken != nil || visit.visitor == nil else { return }
    let site = request.headers[.fetchSite]
    let isForeign = site.map { $0 != "same-origin" && $0 != "none" } ?? false
    let origin = request.headers[.origin]
    let asked = request.head.authority ?? ""
    let isElsewhere = origin.map { !house.hosts.isOwn($0, asked: asked) } ?? false
    guard !isForeign, !isElsewhere else {
      throw Refusal(.forbidden, "the request comes from another site", "use the page here")
    }
  }
}

extension HTTPRequest.Method {
  /// True if the method changes nothing.
  var isSafe: Bool { self == .get || self == .head || self == .options }
}
