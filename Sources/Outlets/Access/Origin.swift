internal import Foundation

/// The origin of a web page: scheme, host and port (RFC 6454).
struct Origin: Hashable {
  /// `https://shop.example`: lower case, without the scheme's default port.
  let text: String

  /// Parses `scheme://host`, with or without a port; nil if it is not an origin.
  init?(_ given: String) {
    let lowered = given.lowercased()
    guard let parts = URLComponents(string: lowered), let scheme = parts.scheme,
      scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
      parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.fragment == nil,
      parts.user == nil
    else { return nil }
    let own = scheme == "https" ? 443 : 80
    let port = parts.port.flatMap { $0 == own ? nil : ":\($0)" } ?? ""
    let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    text = "\(scheme)://\(name)\(port)"
  }
}
