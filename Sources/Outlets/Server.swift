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

/// The server: the live board, the one writer, who is let in, and the routes.
public struct Server: Service {
  private let house: House
  private let certificate: Certificate?
  private let ready: @Sendable (Ready) async -> Void

  /// What is to be known of a server that is up.
  public struct Ready: Sendable {
    /// Where people find it.
    public let address: String
    /// The link by which the first GM signs up; nil where there is one, or it could not be made yet.
    public let signUp: String?
  }

  /// Connections at most where the limit of files allows it; more wait to be accepted.
  private static let connections = 8192
  /// Files that are kept for the ledger, its index, pages that are printed and the log.
  private static let reserve = 96

  /// A server that has opened everything and binds nothing yet. `ready` is called once it can be reached, and again
  /// where the first GM's link could be made only later.
  ///
  /// - Throws: ``Refusal`` where the settings will not do, the ledger cannot be read, or it has no plan.
  public init(
    _ settings: ServerSettings, _ ledger: FactLedger, _ desk: any Desk, _ pages: any Pages,
    logger: Logger, now: @escaping @Sendable () -> Instant,
    ready: @escaping @Sendable (Ready) async -> Void
  ) throws {
    if let refusal = settings.refusal { throw refusal }
    certificate = try settings.tls.map { try Certificate($0.certificate, key: $0.key) }
    house = try House(settings, ledger, desk, pages, logger: logger, now: now)
    self.ready = ready
  }

  /// Serves until told to shut down, then answers what is under way and ends.
  public func run() async throws {
    var invitation: String?
    do { invitation = try await house.access.firstInvitation() } catch {
      // A full disk keeps nobody from reading; the link is made when there is room.
      house.conditions.begin(.invitation, Answering.refusal(error, house.logger).problem)
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

  /// Reads the certificate and its key anew, so that a renewed one is used from the next connection on.
  ///
  /// - Throws: ``Refusal`` where they cannot be read; those of before stay in use.
  public func reload() throws { try certificate?.reload() }

  /// Whether the server answers, for whoever watches the process: the board took its turn.
  public func pulse() async { await house.board.pulse() }

  /// Bounds what comes from one address; behind a proxy all connections come from it, and it bounds them.
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
