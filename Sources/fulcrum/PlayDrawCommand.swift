import ArgumentParser
import Ledger
import Operations
import Terminal

/// `fulcrum play draw`: adds customers to a running play.
struct PlayDrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draw the holdout for more customers of a play.",
    discussion: """
      The key that was fixed at launch decides, so that a customer drawn twice stays in the group of the
      first draw. Plays in waves take no more customers.

      Example:
        fulcrum play draw winter-mail --list today.txt --out today
      """)
  @Argument(help: "The play's id.") var play: String
  @Option(help: "A file of customers, one id a line; - is standard input.") var list: String
  @Option(help: "The folder for the lists (default: here).") var out = "."
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let draw = try PlayDraw(play, customers: try CustomerList.read(list), folder: out)
    var writer = LedgerWriter(try ledger.open())
    Console.print(try draw.run(&writer, by: Console.principal, at: SystemClock.now))
  }
}
