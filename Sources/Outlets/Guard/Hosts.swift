internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Checks the host name that a request names, and the origins that may send changes.
///
/// This defeats DNS rebinding: a foreign page whose own name resolves to this server cannot read
/// anything.
struct Hosts: RouterMiddleware {
  let settings: ServerSettings

  private static let free: Set<String> = ["/health", "/ready"]

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    guard !Hosts.free.contains(request.uri.path) else { return try await next(request, context) }
    guard let authority = request.head.authority, !authority.isEmpty,
      Hosts.field.map({ request.headers[values: $0].isEmpty }) ?? true
    else {
      throw Refusal(.badRequest, "the request names no one Host", "send one Host field")
    }
    guard accepts(authority) else {
      throw Refusal(
        .misdirectedRequest, "this server does not answer under this name",
        "start it with --public-address https://NAME")
    }
    return try await next(request, context)
  }

  /// A Host field beside the request's own authority.
  private static let field = HTTPField.Name("Host")

  /// True if the server answers under a name, with or without a port.
  func accepts(_ authority: String) -> Bool {
    guard let name = Hosts.name(authority) else { return false }
    if name == Hosts.name(settings.host) || name == publicName { return true }
    let isHere =
      name == "localhost" || name.hasSuffix(".localhost") || name == "::1"
      || name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." }
    return settings.isLoopback || publicName != nil ? isHere : true
  }

  /// True if an origin is this server's own, for a request under the given name.
  func isOwn(_ origin: String, asked authority: String) -> Bool {
    guard let origin = Origin(origin) else { return false }
    if let own = settings.publicAddress.flatMap({ Origin($0) }), own == origin { return true }
    let scheme = settings.tls == nil ? "http" : "https"
    return Origin("\(scheme)://\(authority)") == origin
  }

  private var publicName: String? {
    settings.publicAddress.flatMap { URLComponents(string: $0.lowercased())?.host }
  }

  /// The name in `name:port` or `[address]:port`; nil if it is neither.
  private static func name(_ authority: String) -> String? {
    let text = authority.lowercased()
    if text.filter({ $0 == ":" }).count > 1, !text.hasPrefix("[") { return text }
    guard let host = URLComponents(string: "http://\(text)/")?.host else { return nil }
    return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
  }
}
