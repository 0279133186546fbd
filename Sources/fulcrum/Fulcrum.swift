import ArgumentParser
import Terminal

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
      Backup.self, Restore.self, Simulate.self,
    ])

  /// Runs the command that the arguments name, and exits with the code of its outcome.
  static func main() async { await Program.run(Fulcrum.self) }
}
