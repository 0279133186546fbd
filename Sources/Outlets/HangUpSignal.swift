public import Logging
public import ServiceLifecycle
internal import UnixSignals

/// Reloads the certificate at SIGHUP, which by default would end the process.
public struct HangUpSignal: Service {
  private let server: Server
  private let logger: Logger

  /// Reloads the certificate of a server.
  public init(server: Server, logger: Logger) {
    self.server = server
    self.logger = logger
  }

  /// Waits for signals until shutdown.
  public func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      Supervision.tell("RELOADING=1")
      do {
        try server.reload()
        logger.notice("Read the certificate anew")
      } catch let refusal as Refusal {
        logger.error("The certificate of before stays", metadata: ["why": "\(refusal.problem)"])
      }
      Supervision.tell("READY=1")
    }
  }
}
