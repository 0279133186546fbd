import ArgumentParser
import Facts
import Operations
import Statistics
import Surfaces
import Terminal

/// `fulcrum play plan`: predicts the verdict of a play before its start.
struct PlayPlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "How long a play will take to show whether it works, and with what power.",
    discussion: """
      For plays judged by activations or retention. The base rate is that of customers held out.

      Example:
        fulcrum play plan --per-day 200 --base 5% --holdout 20%
      """)
  @Option(help: "Customers who come onto its list on a day.") var perDay: Double
  @Option(help: "The share of them who do it anyway, like 5%.") var base: String
  @Option(help: "The share that is held out.") var holdout = "10%"
  @Option(help: "The smallest worthwhile lift.") var worthwhile = "10%"
  @Option(help: "Days that it runs, 1 to 90.") var days = 90
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard perDay > 0, perDay <= 1e9 else { throw ValidationError("--per-day must be above 0.") }
    guard (1...90).contains(days) else { throw ValidationError("--days goes from 1 to 90.") }
  }

  func run() throws {
    let base = try PlayFields.share(base, "base").nearest
    let held = try PlayFields.share(holdout, "holdout").nearest
    let worthwhile = try PlayFields.share(worthwhile, "worthwhile").nearest
    guard base < 1, held < 1 else {
      throw Failure(
        problem: "a base rate or holdout of 100% leaves nothing to compare",
        remedy: "stay below 100%")
    }
    let rules = SequentialRules(worthwhile: worthwhile, looks: days)
    let lifts = [0, worthwhile, 1.5 * worthwhile, 2.5 * worthwhile, 5 * worthwhile]
    let outlooks = lifts.filter { base * (1 + $0) < 1 }.map { lift in
      PlayOutlook(
        lift: lift,
        outlook: LaunchOutlook(
          rules: rules, treatedPerDay: perDay * (1 - held), controlPerDay: perDay * held,
          baseRate: base, lift: lift))
    }
    let page = PlayOutlookPage(rows: outlooks, worthwhile: worthwhile, days: days)
    Console.print(json ? page.json.pretty : page.text)
  }
}
