import ArgumentParser
import Ledger
import Operations
import Terminal

/// `fulcrum play stop`: ends a play, which then reaches no new customers.
struct PlayStopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Say that a play ends.",
    discussion: """
      Daily checks go on until the deadline; stopping early would raise the false-positive rate.

      Example:
        fulcrum play stop winter-mail --on 2026-12-31
      """)
  @Argument(help: "The play's id.") var play: String
  @Option(help: "Its last day (default: today).") var on: String?
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let stop = try PlayStop(play, on: on)
    var writer = LedgerWriter(try ledger.open())
    Console.print(try stop.run(&writer, by: Console.principal, at: SystemClock.now))
  }
}
