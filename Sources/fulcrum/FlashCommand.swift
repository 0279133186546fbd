import ArgumentParser
import Facts
import Operations
import Surfaces
import Terminal

/// `fulcrum flash`: prints the scoreboard's first page.
struct FlashCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flash", abstract: "The Number, the clock and what moved, on one page.",
    discussion: """
      Examples:
        fulcrum flash
        fulcrum flash --as-of 2026-10-31
        fulcrum flash --as-of 2026-10-31 --restated
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let (flash, remark) = try ledger.answers().flash(try day.request(.flash))
    if json { return Console.print(flash.json.pretty) }
    Console.print(flash.text(colour: Console.hasColour))
    if let remark { Console.print(remark) }
  }
}
