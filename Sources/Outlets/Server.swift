public import Facts
internal import Glibc
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Ledger
public import Logging
internal import NIOCore
internal import NIOSSL
public import ServiceLifecycle
internal import Synchronization

/// The server: the live board, the writer, access control and the routes.
public struct Server: Service {
  private let house: House
  private let certificate: Certificate?
  private let ready: @Sendable (Ready) async -> Void

  /// The addresses of a running server.
  public struct Ready: Sendable {
    /// The address that people open.
    public let address: String
    /// The first GM's sign-up link; nil if a GM exists, or if it could not be created yet.
    public let signUp: String?
  }

  /// The most connections, if the limit of files allows them; more wait to be accepted.
  private static let connections = 8192
  /// Files reserved for the ledger, its index, printed pages and the log.
  private static let reserve = 96

  /// Creates a server that has opened everything but binds no port yet.
  ///
  /// `ready` is called once the server can be reached, and again if the first GM's link could be
  /// created only later.
  ///
  /// - Throws: ``Refusal`` if the settings are not valid, the ledger cannot be read, or it has no
  ///   plan.
  public init(
    _ settings: ServerSettings, _ ledger: FactLedger, business: String,
    logger: Logger, now: @escaping @Sendable () -> Instant,
    ready: @escaping @Sendable (Ready) async -> Void
  ) throws {
    if let refusal = settings.refusal { throw refusal }
    certificate = try settings.tls.map { try Certificate($0.certificate, key: $0.key) }
    house = try House(
      settings, ledger, WebPages(business: business), logger: logger, now: now)
    self.ready = ready
  }

  /// Serves until shutdown, then finishes the requests in progress.
  public func run() async throws {
    var invitation: String?
    do { invitation = try await house.access.firstInvitation() } catch {
      // On a full disk people can still read; the link is created once there is room.
      house.conditions.begin(.invitation, ErrorResponses.refusal(error, house.logger).problem)
    }
    let link = invitation
    let files = FileLimit.raised()
    let most = max(8, min(Server.connections, files - Server.reserve))
    let application = Application(
      router: Routes.router(house), server: try channel(),
      configuration: .init(
        address: .hostname(house.settings.host, port: house.settings.port),
        serverName: nil, backlog: 4096,
        availableConnectionsDelegate: MaximumAvailableConnections(most)),
      services: [Watch(house)],
      onServerRunning: { channel in
        await watchArrivals(channel)
        let port = channel.localAddress?.port ?? house.settings.port
        let address = house.settings.address(port: port)
        house.address.set(address)
        house.onInvited.set { secret in
          await ready(Ready(address: address, signUp: address + Admission.path(secret)))
        }
        await ready(
          Ready(address: address, signUp: link.map { address + Admission.path($0) }))
      },
      logger: house.logger)
    do { try await application.run() } catch let error as IOError
      where error.errnoCode == EADDRINUSE
    {
      throw Refusal(
        .conflict, "the port \(house.settings.port) of \(house.settings.host) is in use",
        "end what uses it, or give another with --port")
    }
  }

  /// Reloads the certificate and its key, so that new connections use a renewed one.
  ///
  /// - Throws: ``Refusal`` if they cannot be read; the previous ones stay in use.
  public func reload() throws { try certificate?.reload() }

  /// Returns once the board has had a turn, for a watchdog of the process.
  public func pulse() async { await house.board.pulse() }

  /// Limits connections per address. A proxy has one address for all clients and limits them
  /// itself.
  private func watchArrivals(_ channel: any Channel) async {
    guard house.settings.publicAddress == nil else { return }
    do { try await Arrivals.watch(channel) } catch {
      house.logger.error("connections are not bounded", metadata: ["why": "\(error)"])
    }
  }

  private func channel() throws -> HTTPServerBuilder {
    let connections = house.connections
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [connections.handler()], idleTimeout: .seconds(75)))
    guard let certificate else { return plain }
    return try .tls(plain, tlsConfiguration: certificate.configuration())
  }
}
