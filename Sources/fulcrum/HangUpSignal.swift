import Logging
import Outlets
import ServiceLifecycle
import UnixSignals

/// Reloads the certificate at SIGHUP, which by default would end the process.
struct HangUpSignal: Service {
  let server: Server
  let logger: Logger

  func run() async throws {
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
