internal import Foundation

/// Where a web page comes from: scheme, host and port, as browsers name it (RFC 6454).
struct Origin: Hashable {
  /// `https://shop.example`, in small letters, without the scheme's own port.
  let text: String

  /// Reads `scheme://host` with a port or without; nil where it is none.
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
