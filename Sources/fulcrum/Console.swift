import Foundation

/// Standard output and error, and what they are connected to.
enum Console {
  /// Writes text and a line end to standard output.
  static func print(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: .standardOutput)
  }

  /// Writes text and a line end to standard error.
  static func error(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: .standardError)
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
