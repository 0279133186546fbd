public import ArgumentParser
internal import Facts
internal import Foundation
internal import Operations

/// A program of commands: runs the one that the arguments name, and tells its outcome.
public enum Program {
  /// Runs a command, and exits with the code of its outcome.
  public static func run(_ root: (some AsyncParsableCommand).Type) async {
    signal(SIGPIPE, SIG_IGN)
    // Only the user who runs the program may read ledgers, backups, exports and statements.
    umask(0o077)
    do {
      var command = try root.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as any Explained {
      let field = (error as? Failure)?.field.map { "--\($0) " } ?? ""
      Console.error("fulcrum: \(field)\(error.problem)\n  \(error.remedy)")
      Foundation.exit(Exit.problem)
    } catch let outcome as Outcome {
      Foundation.exit(outcome.code)
    } catch {
      let code = root.exitCode(for: error)
      let text = root.fullMessage(for: error)
      if code.isSuccess {
        Console.print(text)
        Foundation.exit(Exit.success)
      }
      Console.error(text)
      Foundation.exit(code == .validationFailure ? Exit.usage : Exit.problem)
    }
  }
}

/// The exit codes of the process.
public enum Exit {
  /// Done.
  public static let success: Int32 = 0
  /// A problem in the input, reported on standard error.
  public static let problem: Int32 = 1
  /// A command that is not written as its help says.
  public static let usage: Int32 = 2
  /// Done, with rows in quarantine.
  public static let quarantined: Int32 = 3
}

/// Ends a command with an exit code, without a message.
public struct Outcome: Error {
  /// The exit code.
  public let code: Int32

  /// Creates an outcome.
  public init(code: Int32) { self.code = code }
}
