internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Logging
internal import Operations

/// Turns every error into an answer: a page or problem details.
///
/// This middleware surrounds almost all others. It also adds security headers, and logs a line per
/// request with its route, but not its visitor or content.
struct ErrorResponses: RouterMiddleware {
  let counters: Counters
  let isSecure: Bool
  let pages: WebPages

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    let began = ContinuousClock.now
    var response: Response
    do { response = try await next(request, context) } catch {
      let refusal = ErrorResponses.refusal(error, context.logger)
      response =
        request.wantsPage ? pages.problem(refusal, visitor: context.visitor) : refusal.response
      for field in refusal.fields { response.headers[field.name] = field.value }
    }
    let time = ContinuousClock.now - began
    counters.answered(response.status.code, in: time)
    finish(&response, request, context)
    context.logger.info(
      "Answered",
      metadata: [
        "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
        "status": "\(response.status.code)", "took": "\(time)",
      ])
    return response
  }

  private func finish(_ response: inout Response, _ request: Request, _ visit: Visit) {
    response.headers[HTTPField.Name.requestID] = visit.id
    // Answers are personal: browsers and proxies must not store them.
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    for (name, value) in ErrorResponses.fields where response.headers[name] == nil {
      response.headers[name] = value
    }
    if isSecure {
      response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
    }
  }

  private static let fields: [(HTTPField.Name, String)] = [
    (
      .contentSecurityPolicy,
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"
    ),
    (.xContentTypeOptions, "nosniff"), (.referrerPolicy, "same-origin"),
    (.openerPolicy, "same-origin"), (.resourcePolicy, "same-origin"),
    (.permissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
  ]

  /// Converts any error to a refusal. Unforeseen errors are logged; the client learns nothing about
  /// them.
  static func refusal(_ error: any Error, _ logger: Logger) -> Refusal {
    switch error {
    case let error as any Explained: return Refusal(error)
    case let error as HTTPError:
      return Refusal(
        error.status,
        error.body
          ?? (error.status == .notFound
            ? "there is nothing at this address"
            : "this cannot be answered: \(error.status.reasonPhrase)"),
        error.status == .notFound ? "check the address" : "see /v1/openapi.json")
    // The client has hung up, and nobody reads the answer (499, as nginx has it).
    case is CancellationError:
      return Refusal(
        .init(code: 499, reasonPhrase: "Client Closed Request"),
        "the connection ended before the request was answered", "send it again")
    default:
      if ErrorResponses.isOfTheWire(error) {
        logger.debug("The request is broken", metadata: ["error": "\(error)"])
        return broken
      }
      logger.error("Unforeseen", metadata: ["error": "\(type(of: error)): \(error)"])
      return Refusal(
        .internalServerError, "something went wrong here",
        "try again; the server's log says more under this request's id")
    }
  }
}

extension ErrorResponses {
  private static let broken = Refusal(
    .badRequest, "the request's body is broken or ends early", "send it again whole")

  /// True if an error is about received bytes. These types are not public, hence the test by name.
  fileprivate static func isOfTheWire(_ error: any Error) -> Bool {
    let type = String(reflecting: Swift.type(of: error))
    return ["NIOHTTP1.", "NIOCore.", "NIOPosix.", "HummingbirdCore.", "NIOHTTPTypesHTTP1."].contains
    { type.hasPrefix($0) }
  }
}

extension HTTPField.Name {
  static let requestID = HTTPField.Name("X-Request-Id") ?? .server
  static let formToken = HTTPField.Name("X-CSRF-Token") ?? .server
  static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .server
  static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy") ?? .server
  static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .server
  static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server
  static let stripeSignature = HTTPField.Name("Stripe-Signature") ?? .server
  static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .server
  static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .server
  static let clearSiteData = HTTPField.Name("Clear-Site-Data") ?? .server
  static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .server
}

extension Request {
  /// True if a person's browser sent the request, rather than a program.
  var wantsPage: Bool {
    !uri.path.hasPrefix("/v1/") && headers[.accept]?.contains("text/html") == true
  }
}
