internal import Dispatch
internal import Foundation
public import Ledger
internal import Surfaces
public import Synchronization

/// Standard output and error. The only place that writes to a terminal.
///
/// Control characters in facts, names and rows are replaced before they reach it.
public enum Console {
  /// Writes text and a newline to standard output.
  public static func print(_ text: String) {
    write(line(text, keepingColours: hasColour), to: .standardOutput)
  }

  /// Writes text and a newline to standard error.
  public static func error(_ text: String) { write(line(text), to: .standardError) }

  /// Writes a log line to standard error in the background.
  ///
  /// A line that cannot be written is dropped and counted, and the process goes on: a server must
  /// not end because nobody reads its log.
  public static func log(_ text: String) {
    // Written on a queue, so that a pipe that nobody empties blocks only the log.
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

  /// Waits up to a second for pending log lines.
  public static func flushLog() {
    let done = DispatchSemaphore(value: 0)
    logQueue.async { done.signal() }
    _ = done.wait(timeout: .now() + 1)
  }

  private static let logQueue = DispatchQueue(label: "fulcrum.log")
  private static let waitingLines = Atomic<Int>(0)
  /// The most log lines that may wait to be written.
  private static let mostLines = 10_000

  /// Writes a line to standard output in the background, as ``log(_:)`` does.
  public static func announce(_ text: String) {
    let text = line(text)
    logQueue.async {
      do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
        lostLines.add(1, ordering: .relaxed)
      }
    }
  }

  /// The number of log lines that could not be written.
  public static let lostLines = Atomic<Int>(0)

  private static func line(_ text: String, keepingColours: Bool = false) -> String {
    let clean = ControlCharacters.replaced(in: text, keepingColours: keepingColours)
    return clean.hasSuffix("\n") ? clean : clean + "\n"
  }

  /// Writes text without a newline to standard error, for lines that are overwritten.
  public static func overwrite(_ text: String) { write(text, to: .standardError) }

  /// True if standard output may have colours: it is a terminal, and NO_COLOR is not set.
  public static var hasColour: Bool {
    isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty
      && environment("TERM") != "dumb"
  }

  /// True if standard error is a terminal.
  public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The value of an environment variable; nil if it is not set.
  public static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// The author of changes from the command line, for the audit trail.
  public static var principal: Principal { Principal(.command, environment("USER") ?? "somebody") }

  private static func write(_ text: String, to handle: FileHandle) {
    do { try handle.write(contentsOf: Data(text.utf8)) } catch {
      // A closed pipe, as after `| head`, isn't a fault of the command; a full disk is.
      Foundation.exit(errno == EPIPE ? Exit.success : Exit.problem)
    }
  }
}
