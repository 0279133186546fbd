public import Facts
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Ledger
public import Logging
internal import NIOCore
internal import NIOSSL
public import ServiceLifecycle

/// The server: the live board, the one writer, who is let in, and the routes.
public struct Server: Service {
  private let house: House
  private let tls: TLSConfiguration?
  private let ready: @Sendable (Ready) async -> Void

  /// What is to be known of a server that is up.
  public struct Ready: Sendable {
    /// Where people find it.
    public let address: String
    /// The link by which the first GM signs up; nil where there is one.
    public let signUp: String?
  }

  /// Connections at most; more wait to be accepted.
  private static let connections = 8192

  /// A server that has opened everything and binds nothing yet. `ready` is called once it can be reached.
  ///
  /// - Throws: ``Refusal`` where the settings will not do, the ledger cannot be read, or it has no plan.
  public init(
    _ settings: ServerSettings, _ ledger: FactLedger, _ desk: any Desk, _ pages: any Pages,
    logger: Logger, now: @escaping @Sendable () -> Instant,
    ready: @escaping @Sendable (Ready) async -> Void
  ) throws {
    if let refusal = settings.refusal { throw refusal }
    tls = try settings.tls.map { try Server.configuration($0.certificate, $0.key) }
    house = try House(settings, ledger, desk, pages, logger: logger, now: now)
    self.ready = ready
  }

  /// Serves until told to shut down, then answers what is under way and ends.
  public func run() async throws {
    let invitation = try await house.access.firstInvitation()
    let application = Application(
      router: Routes.router(house), server: try channel(),
      configuration: .init(
        address: .hostname(house.settings.host, port: house.settings.port),
        serverName: nil, backlog: 4096,
        availableConnectionsDelegate: MaximumAvailableConnections(Server.connections)),
      services: [Watch(house.board, house.bell)],
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? house.settings.port
        let address = house.settings.address(port: port)
        await ready(
          Ready(
            address: address, signUp: invitation.map { "\(address)/sign-up?key=\($0)" }))
      },
      logger: house.logger)
    try await application.run()
  }

  private func channel() throws -> HTTPServerBuilder {
    let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(75)))
    guard let tls else { return plain }
    return try .tls(plain, tlsConfiguration: tls)
  }

  private static func configuration(
    _ certificate: String, _ key: String
  ) throws(Refusal) -> TLSConfiguration {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
      configuration.minimumTLSVersion = .tlsv12
      return configuration
    } catch {
      throw Refusal(
        .badRequest, "the certificate \(certificate) or its key \(key) cannot be read (\(error))",
        "give PEM files, the server's own certificate first")
    }
  }
}
