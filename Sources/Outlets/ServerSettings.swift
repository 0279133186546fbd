internal import Foundation
internal import HTTPTypes

/// The settings of a server. ``refusal`` checks them before anything is opened.
public struct ServerSettings: Sendable {
  /// The address to bind.
  public var host: String
  /// The port to bind; 0 for any free one.
  public var port: Int
  /// PEM files of a certificate chain and its key; nil for plain HTTP.
  public var tls: (certificate: String, key: String)?
  /// True if plain HTTP may be served to the network.
  public var isInsecurePublic: Bool
  /// The public base URL, if it differs from the bound address: a proxy's
  /// `https://fulcrum.example.com`. With https, cookies are Secure.
  public var publicAddress: String?
  /// The most facts that may wait for the writer.
  public var queue: Int
  /// Seconds within which a request's body must arrive.
  public var patience: Int
  /// Stripe's signing secrets; empty if the hook is closed.
  public var stripeSecrets: [String]
  /// The environment variable of the secrets, for messages.
  public var stripeVariable: String
  /// Returns the number of log lines that could not be written.
  public var lostLogLines: @Sendable () -> Int

  /// Creates settings; the defaults serve this machine only.
  public init(
    host: String = "127.0.0.1", port: Int = 8080, tls: (certificate: String, key: String)? = nil,
    isInsecurePublic: Bool = false, publicAddress: String? = nil, queue: Int = 100_000,
    patience: Int = 30,
    stripeSecrets: [String] = [], stripeVariable: String = "FULCRUM_STRIPE_SECRET",
    lostLogLines: @escaping @Sendable () -> Int = { 0 }
  ) {
    self.host = host
    self.port = port
    self.tls = tls
    self.isInsecurePublic = isInsecurePublic
    self.publicAddress = publicAddress.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    self.queue = queue
    self.patience = patience
    self.stripeSecrets = stripeSecrets.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      .filter { !$0.isEmpty }
    self.stripeVariable = stripeVariable
    self.lostLogLines = lostLogLines
  }

  /// True if only this machine can reach the server.
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  /// True if browsers reach the server only by https, so that cookies can be Secure.
  public var isSecure: Bool { tls != nil || publicAddress?.hasPrefix("https://") == true }

  /// The address that people open.
  public func address(port: Int) -> String {
    if let publicAddress { return publicAddress }
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(tls == nil ? "http" : "https")://\(name):\(port)"
  }

  /// Returns why a server may not run with these settings, or nil if it may.
  public var refusal: Refusal? {
    guard !isLoopback, tls == nil, !isInsecurePublic else { return nil }
    return Refusal(
      .badRequest,
      "\(host) can be reached from the network, and passwords would go over it in clear",
      "give --tls-certificate and --tls-key; behind a proxy that speaks https bind 127.0.0.1; "
        + "if clear text is really meant, say --insecure-public")
  }
}
