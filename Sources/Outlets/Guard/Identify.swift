internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ledger

/// Finds out who asks: by a session's cookie, or by a token as Bearer or as the user of Basic, which is
/// how Segment's clients send a write key.
struct Identify: RouterMiddleware {
  let access: Access
  let isSecure: Bool
  let publicAddress: String?

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    var visit = context
    visit.publicAddress = publicAddress
    if let token = Identify.token(request) {
      visit.visitor = try access.visitor(token: token)
    } else if let cookie = Cookie.session(in: request, isSecure: isSecure) {
      if let session = try access.session(cookie: cookie) {
        (visit.visitor, visit.form) = (session.visitor, session.form)
      }
    }
    return try await next(request, visit)
  }

  static func token(_ request: Request) -> String? {
    guard let field = request.headers[.authorization] else { return nil }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let value = String(parts[1]).trimmingCharacters(in: .whitespaces)
    switch parts[0].lowercased() {
    case "bearer": return value
    case "basic":
      return Data(base64Encoded: value).map { String(decoding: $0, as: UTF8.self) }
        .map { String($0.prefix { $0 != ":" }) }
    default: return nil
    }
  }
}

/// The session's cookie.
enum Cookie {
  /// With https the name's prefix makes browsers insist on Secure, this host and path `/`.
  static func name(isSecure: Bool) -> String { isSecure ? "__Host-fulcrum" : "fulcrum" }

  static func session(in request: Request, isSecure: Bool) -> String? {
    let name = name(isSecure: isSecure) + "="
    for field in request.headers[values: .cookie] {
      for part in field.split(separator: ";") {
        let cookie = part.trimmingCharacters(in: .whitespaces)
        if cookie.hasPrefix(name) { return String(cookie.dropFirst(name.count)) }
      }
    }
    return nil
  }

  static func set(_ value: String, isSecure: Bool) -> String {
    "\(name(isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax; "
      + "Max-Age=\(Access.sessionDays * 86_400)" + (isSecure ? "; Secure" : "")
  }

  static func clear(isSecure: Bool) -> String {
    "\(name(isSecure: isSecure))=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
      + (isSecure ? "; Secure" : "")
  }
}
