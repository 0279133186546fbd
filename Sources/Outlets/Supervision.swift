internal import Foundation
internal import Glibc
public import ServiceLifecycle

/// Reports the server's state to systemd (sd_notify(3)).
///
/// The states are ready, stopping and, if a watchdog is set, alive. Does nothing unless a service
/// manager asked for it.
public struct Supervision: Service {
  private let server: Server

  /// Reports the state of a server.
  public init(server: Server) { self.server = server }

  /// Reports until shutdown.
  public func run() async throws {
    let pause = Supervision.watchdog
    await withGracefulShutdownHandler {
      while !Task.isCancelled, let pause {
        // Waits for the board's turn. If the board hangs, no message is sent, and systemd restarts
        // the server.
        await server.pulse()
        Supervision.tell("WATCHDOG=1")
        do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) } } catch {
          return
        }
      }
      do { try await gracefulShutdown() } catch {
        // Only cancellation throws here, and then the server ends.
      }
    } onGracefulShutdown: {
      Supervision.tell("STOPPING=1")
    }
  }

  /// Half of the watchdog's time limit; nil if none is set.
  private static var watchdog: Duration? {
    guard let text = environment("WATCHDOG_USEC"), let microseconds = Int64(text),
      microseconds > 0
    else { return nil }
    if let pid = environment("WATCHDOG_PID"), pid != String(getpid()) { return nil }
    return .microseconds(microseconds / 2)
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// Sends a message to the service manager's socket.
  public static func tell(_ word: String) {
    guard let path = environment("NOTIFY_SOCKET"), !path.isEmpty else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var name = Array(path.utf8)
    // A name that begins with @ is in the abstract namespace (unix(7)).
    if name.first == UInt8(ascii: "@") { name[0] = 0 }
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard name.count < room else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let bytes = Array(word.utf8)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, 0, $0, length)
      }
    }
  }
}
