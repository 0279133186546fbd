internal import Foundation
internal import HTTPTypes

/// How a server is to be run. Checked by ``problem`` before anything is opened.
public struct ServerSettings: Sendable {
  /// The address it binds.
  public var host: String
  /// The port it binds; 0 for any that is free.
  public var port: Int
  /// Files of a certificate chain and its key, PEM; nil for plain HTTP.
  public var tls: (certificate: String, key: String)?
  /// Whether plain HTTP may be served to the network.
  public var isInsecurePublic: Bool
  /// What stands before the path in links, where it is not how the server is bound: a proxy's
  /// `https://fulcrum.example.com`. A proxy that speaks https makes cookies Secure.
  public var publicAddress: String?
  /// Facts that may wait for the writer.
  public var queue: Int
  /// Seconds in which a request's body must have come.
  public var patience: Int
  /// Stripe's signing secrets; empty where the hook is shut.
  public var stripeSecrets: [String]
  /// The environment variable that they came from, for messages.
  public var stripeVariable: String
  /// How many lines of the log could not be written.
  public var lostLogLines: @Sendable () -> Int

  /// Settings of a server on this machine alone.
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

  /// Whether only this machine can reach it.
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  /// Whether browsers reach it by https alone, so that cookies can be kept to https.
  public var isSecure: Bool { tls != nil || publicAddress?.hasPrefix("https://") == true }

  /// Where people find it.
  public func address(port: Int) -> String {
    if let publicAddress { return publicAddress }
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(tls == nil ? "http" : "https")://\(name):\(port)"
  }

  /// Why it may not be run like this; nil where it may.
  public var refusal: Refusal? {
    guard !isLoopback, tls == nil, !isInsecurePublic else { return nil }
    return Refusal(
      .badRequest,
      "\(host) can be reached from the network, and passwords would go over it in clear",
      "give --tls-certificate and --tls-key; behind a proxy that speaks https bind 127.0.0.1; "
        + "if clear text is really meant, say --insecure-public")
  }
}
