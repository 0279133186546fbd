import ArgumentParser
import Facts
import Ledger
import Logging
import Outlets
import Planning
import ServiceLifecycle
import Synchronization
import UnixSignals
import Terminal
import Operations

/// `fulcrum serve`: serves the web pages, the API and the live feed.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the Flash, the API and the live feed.",
    discussion: """
      Serves this machine alone unless told otherwise. The first start prints a link by which the first
      GM signs up.

      Examples:
        fulcrum serve
        fulcrum serve --host 0.0.0.0 --port 443 --tls-certificate chain.pem --tls-key key.pem
        fulcrum serve --public-address https://fulcrum.example.com
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var options: ServeOptions

  func run() async throws {
    try await options.serve(try ledger.open())
  }
}

/// The options of a server.
struct ServeOptions: ParsableArguments {
  @Option(help: "The port; 0 for any that is free.") var port = 8080
  @Option(help: "The address to bind.") var host = "127.0.0.1"
  @Option(help: "The certificate chain, PEM.", completion: .file()) var tlsCertificate: String?
  @Option(help: "The certificate's key, PEM.", completion: .file()) var tlsKey: String?
  @Option(help: "Where people find it behind a proxy: https://fulcrum.example.com.")
  var publicAddress: String?
  @Flag(help: "Serve the network in clear text all the same.") var insecurePublic = false
  @Option(help: "The environment variable that holds Stripe's signing secrets, comma-separated.")
  var stripeSecret = "FULCRUM_STRIPE_SECRET"
  @Option(help: "Facts that may wait to be written, past which senders are told to wait.")
  var queue = 100_000
  @Option(help: "Seconds in which a request's body must have come.") var patience = 30
  @Option(help: "What is logged to standard error: debug, info, notice, warning or error.")
  var log = "notice"

  func validate() throws {
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together.")
    }
    guard (0...65535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
    guard patience > 0 else { throw ValidationError("--patience must be 1 or more.") }
    guard queue > 0 else { throw ValidationError("--queue must be 1 or more.") }
    guard Logger.Level(rawValue: log) != nil else {
      throw ValidationError("--log is debug, info, notice, warning or error.")
    }
  }

  /// Serves a ledger until a signal stops it.
  func serve(_ ledger: FactLedger) async throws {
    var logger = Logger(label: "fulcrum") { _ in LineLog() }
    logger.logLevel = Logger.Level(rawValue: log) ?? .notice
    defer { Console.flushLog() }
    do {
      let plan = try ledger.plan(at: .distantFuture)
      let server = try Server(
        settings, ledger, business: plan.business, logger: logger,
        now: { SystemClock.now }
      ) { ready in
        let link = ready.signUp.map { "\nThe first GM signs up, once, at \($0)" } ?? ""
        Console.announce("Serving at \(ready.address)" + link)
        Supervision.tell("READY=1")
      }
      var configuration = ServiceGroupConfiguration(
        services: [
          .init(service: server),
          .init(service: Supervision(server: server)),
          .init(service: HangUpSignal(server: server, logger: logger)),
        ],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
      configuration.maximumGracefulShutdownDuration = ServeOptions.gracePeriod
      do { try await ServiceGroup(configuration: configuration).run() } catch is CancellationError {
        // Requests still in progress at the end of the grace period were cancelled.
      }
    }
  }

  /// The grace period for requests in progress at shutdown. Service managers wait for 10 seconds
  /// and more.
  private static let gracePeriod = Duration.seconds(7)

  private var settings: ServerSettings {
    let secrets = Console.environment(stripeSecret) ?? ""
    var tls: (certificate: String, key: String)?
    if let tlsCertificate, let tlsKey { tls = (tlsCertificate, tlsKey) }
    return ServerSettings(
      host: host, port: port, tls: tls, isInsecurePublic: insecurePublic,
      publicAddress: publicAddress, queue: queue, patience: patience,
      stripeSecrets: secrets.split(separator: ",").map(String.init), stripeVariable: stripeSecret,
      lostLogLines: { Console.lostLines.load(ordering: .relaxed) })
  }
}
