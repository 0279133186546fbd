internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ledger

/// Finds the visitor and address of a request.
///
/// Visitors present a session cookie or a Bearer token. Where facts are sent, a write key may also
/// be the user name of Basic, which is how Segment's clients send it.
struct Identify: RouterMiddleware {
  let house: House

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    var visit = context
    visit.bodies = house.bodies
    visit.connection = house.connections.connection(visit.channel)
    visit.address = address(request, visit)
    if let admitted = try admitted(request) {
      visit.visitor = admitted.visitor
      visit.credential = admitted.credential
      visit.csrfToken = admitted.csrfToken
    }
    return try await next(request, visit)
  }

  private func admitted(_ request: Request) throws -> Access.Admitted? {
    switch Identify.token(request) {
    case .bearer(let token): return try house.access.admit(token: token)
    case .basic(let token):
      guard let admitted = try house.access.admit(token: token) else { return nil }
      // Browsers send Basic on their own, so it permits nothing but sending facts.
      let isSending = request.method == .post && request.uri.path.hasPrefix("/v1/")
      guard admitted.visitor.role == .source, isSending else {
        throw Refusal(
          .unauthorized, "Basic is for write keys that send facts",
          "send the token as 'Authorization: Bearer …'",
          fields: [.wwwAuthenticate: "Bearer realm=\"fulcrum\""])
      }
      return admitted
    case nil:
      guard
        let cookie = Cookie.value(.session, in: request, isSecure: house.settings.isSecure)
      else { return nil }
      return try house.access.admit(cookie: cookie)
    }
  }

  /// The client's address. Behind a proxy it is the last one in `X-Forwarded-For`.
  private func address(_ request: Request, _ visit: Visit) -> String {
    let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let told = house.settings.publicAddress == nil ? nil : forwarded
    return String((told ?? visit.peer ?? "unknown").prefix(64))
  }

  /// A token and the scheme it came by.
  enum Presented {
    case bearer(String), basic(String)
  }

  static func token(_ request: Request) -> Presented? {
    guard let field = request.headers[.authorization] else { return nil }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let value = String(parts[1]).trimmingCharacters(in: .whitespaces)
    switch parts[0].lowercased() {
    case "bearer": return .bearer(value)
    case "basic":
      return Data(base64Encoded: value).map { String(decoding: $0, as: UTF8.self) }
        .map { .basic(String($0.prefix { $0 != ":" })) }
    default: return nil
    }
  }
}

/// The cookies that the server sets.
enum Cookie: String {
  /// The session cookie, which lets a user in.
  case session = "fulcrum"
  /// Marks a browser that someone has signed in with before. It lets nobody in.
  case device = "fulcrum-device"

  private var days: Int64 { self == .session ? Access.sessionDays : Access.deviceDays }

  /// With https, the prefix `__Host-` makes browsers insist on Secure, this host and the path `/`.
  func name(isSecure: Bool) -> String { isSecure ? "__Host-\(rawValue)" : rawValue }

  static func value(_ cookie: Cookie, in request: Request, isSecure: Bool) -> String? {
    let name = cookie.name(isSecure: isSecure) + "="
    for field in request.headers[values: .cookie] {
      for part in field.split(separator: ";") {
        let text = part.trimmingCharacters(in: .whitespaces)
        if text.hasPrefix(name) { return String(text.dropFirst(name.count)) }
      }
    }
    return nil
  }

  static func set(_ cookie: Cookie, _ value: String, isSecure: Bool) -> String {
    "\(cookie.name(isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax; "
      + "Max-Age=\(cookie.days * 86_400)" + (isSecure ? "; Secure" : "")
  }

  static func clear(_ cookie: Cookie, isSecure: Bool) -> String {
    "\(cookie.name(isSecure: isSecure))=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
      + (isSecure ? "; Secure" : "")
  }
}
