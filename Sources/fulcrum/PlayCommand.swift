import ArgumentParser
import Facts
import Operations
import Scoreboard
import Surfaces
import Terminal

/// `fulcrum play`: plans, starts, stops and judges plays.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Start plays, stop them, and see what became of them.",
    discussion: """
      A play holds out part of its list at random, so that its effect can be proven. Metric, window,
      smallest worthwhile lift and holdout are fixed at launch: changing them takes a new play.

      Examples:
        fulcrum play plan --per-day 200 --base 5% --holdout 20%
        fulcrum play start winter-mail --lever marketing --list customers.txt --holdout 10%
        fulcrum play show winter-mail
      """,
    subcommands: [
      PlayPlan.self, PlayStartCommand.self, PlayDrawCommand.self, PlayStopCommand.self,
      PlayList.self, PlayShow.self,
    ])
}

/// `fulcrum play list`: lists every play.
struct PlayList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every play, and what became of it.",
    discussion: "Example:\n  fulcrum play list --as-of 2026-10-31")
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON, as 'answer plays' does.") var json = false

  func run() throws {
    let given = try ledger.answers().answer(try day.request(.plays))
    guard let plays = given.answer as? PlaysAnswer, !json else {
      return Console.print(given.answer.json.pretty)
    }
    Console.print(plays.list)
    if let remark = given.remark { Console.print("\n" + remark) }
  }
}

/// `fulcrum play show`: shows everything about one play.
struct PlayShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "One play: its terms, its verdict, and the daily checks that were published.",
    discussion: "Example:\n  fulcrum play show winter-mail")
  @Argument(help: "The play's id.") var play: String
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let (page, remark) = try ledger.answers().play(play, try day.request(.plays))
    Console.print(json ? page.json.pretty : page.text)
    if !json, let remark { Console.print("\n" + remark) }
  }
}
