import Dispatch
import Foundation
import Surfaces
import Synchronization

/// Standard output and error, and what they are connected to. The only place that writes to a terminal: what
/// facts, names and rows hold reaches it without control characters.
enum Console {
  /// Writes text and a line end to standard output.
  static func print(_ text: String) {
    write(line(text, keepingColours: hasColour), to: .standardOutput)
  }

  /// Writes text and a line end to standard error.
  static func error(_ text: String) { write(line(text), to: .standardError) }

  /// Writes a line of the log to standard error. Where that cannot be written the line is lost and counted, and
  /// the process goes on: a server does not end because nobody reads its log.
  static func log(_ text: String) {
    // Written apart from whoever logs: a pipe that nobody empties holds up nothing but the log.
    guard waitingLines.add(1, ordering: .relaxed).newValue <= mostLines else {
      waitingLines.subtract(1, ordering: .relaxed)
      lostLines.add(1, ordering: .relaxed)
      return
    }
    let text = line(text)
    logQueue.async {
      do { try FileHandle.standardError.write(contentsOf: Data(text.utf8)) } catch {
        lostLines.add(1, ordering: .relaxed)
      }
      waitingLines.subtract(1, ordering: .relaxed)
    }
  }

  /// Waits a moment for the lines of the log that are on their way.
  static func flushLog() {
    let done = DispatchSemaphore(value: 0)
    logQueue.async { done.signal() }
    _ = done.wait(timeout: .now() + 1)
  }

  private static let logQueue = DispatchQueue(label: "fulcrum.log")
  private static let waitingLines = Atomic<Int>(0)
  /// Lines of the log that may wait to be written.
  private static let mostLines = 10_000

  /// Writes a line to standard output as ``log(_:)`` does.
  static func announce(_ text: String) {
    let text = line(text)
    logQueue.async {
      do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
        lostLines.add(1, ordering: .relaxed)
      }
    }
  }

  /// Lines of the log that could not be written.
  static let lostLines = Atomic<Int>(0)

  private static func line(_ text: String, keepingColours: Bool = false) -> String {
    let clean = ControlCharacters.replaced(in: text, keepingColours: keepingColours)
    return clean.hasSuffix("\n") ? clean : clean + "\n"
  }

  /// Writes text as it is to standard error, for lines that are written over.
  static func overwrite(_ text: String) { write(text, to: .standardError) }

  /// Whether colours may be used on standard output: a terminal, and NO_COLOR not set.
  static var hasColour: Bool {
    isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty
      && environment("TERM") != "dumb"
  }

  /// Whether standard error is a terminal.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// An environment variable; nil where it is not set.
  static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  private static func write(_ text: String, to handle: FileHandle) {
    do { try handle.write(contentsOf: Data(text.utf8)) } catch {
      // A reader that has gone away, as `| head` does, is no fault of the command; a full disk is.
      Foundation.exit(errno == EPIPE ? Exit.done : Exit.problem)
    }
  }
}
