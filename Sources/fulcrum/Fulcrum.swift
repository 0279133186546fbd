import ArgumentParser
import Foundation

/// The command line: one file per command.
@main
struct Fulcrum: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fulcrum",
    abstract: "One number, three levers, every day.",
    discussion: """
      Facts in; every day one Number, honest verdicts, and where it stands against its target.

      Start with:  fulcrum demo
      Your own:    fulcrum init, then edit plan.yaml, then fulcrum import SOURCE FILE

      Exit codes: 0 done, 1 a problem in the input, 2 wrong usage, 3 done with rows in quarantine.
      """,
    version: "0.1.0",
    subcommands: [
      Init.self, Demo.self, Serve.self, UserCommand.self, TokenCommand.self, PlanCommand.self,
      Import.self, Quarantine.self, FlashCommand.self, AnswerCommand.self, PlayCommand.self,
      NoteCommand.self, PayCommand.self, Try.self, Sources.self, Doctor.self, Export.self,
      Backup.self, Restore.self, Simulate.self, Backtest.self, Honesty.self, Bench.self,
    ])

  /// Runs the command that the arguments name, and exits with the code of its outcome.
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    // Only the user who runs the program may read ledgers, backups, exports and statements.
    umask(0o077)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      Console.error(failure.text)
      Foundation.exit(Exit.problem)
    } catch let outcome as Outcome {
      Foundation.exit(outcome.code)
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if code.isSuccess {
        Console.print(text)
        Foundation.exit(Exit.done)
      }
      Console.error(text)
      Foundation.exit(code == .validationFailure ? Exit.usage : Exit.problem)
    }
  }
}

/// The exit codes of the process.
enum Exit {
  static let done: Int32 = 0
  /// A problem in the input, reported on standard error.
  static let problem: Int32 = 1
  static let usage: Int32 = 2
  /// Done, with rows in quarantine.
  static let quarantined: Int32 = 3
}

/// Ends a command with an exit code, without a message.
struct Outcome: Error {
  let code: Int32
}

/// The reason why a command failed, with its remedy.
struct Failure: Error {
  let problem: String
  let remedy: String

  var text: String { "fulcrum: \(problem)\n  \(remedy)" }
}
