public import ArgumentParser
public import Facts
import Ledger
import Operations
import Terminal

/// `fulcrum play start`: declares a play, assigns its customers at random and fixes its terms.
struct PlayStartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start a play: declare it, draw its holdout, fix its terms.",
    discussion: """
      The list is a file with one customer's id a line. A tenth of it is held out at random, of fewer
      than 5,000 a fifth; --waves reaches everybody, a random part at a time, where nobody may be left out.
      Two or more files are written: whom to reach, and whom to hold out.

      Examples:
        fulcrum play start winter-mail --lever marketing --list customers.txt
        fulcrum play start calls --lever sales --list leads.txt --waves 4 --every 14d
        fulcrum play start tour --lever product --goal retention --holdout 20% --to 2026-12-31
      """)
  @Argument(help: "An id of its own, like winter-mail.") var play: String
  @Option(help: "product, sales or marketing.") var lever: Lever
  @Option(help: "For people to read.") var name: String?
  @Option(help: "The member who answers for it.") var owner: String?
  @Option(help: "activation, money, time or retention (default: activation).")
  var goal: PlayDeclaration.Goal = .activation
  @Option(help: "Its first day (default: today).") var from: String?
  @Option(help: "Its last day (default: it runs on). Sets the deadline, 90 days at most.")
  var to: String?
  @Option(help: "Days in which outcomes count, like 14d (default: the plan's).") var window: String?
  @Option(help: "The smallest worthwhile lift, like 10% (default: 10%).") var worthwhile: String?
  @Option(help: "Why it should work.") var hypothesis: String?
  @Option(help: "What it may cost, in the business's currency.") var budget: String?
  @Option(help: "A file of customers, one id a line; - is standard input.") var list: String?
  @Option(help: "The share that is held out (default: 10%; 20% of a list below 5,000).")
  var holdout: String?
  @Flag(help: "Hold nobody out: it can then never be proven to work.") var everybody = false
  @Option(help: "All customers with these values of an attribute: region=north,south.")
  var rule: String?
  @Option(help: "Reach everybody in so many random waves instead.") var waves: Int?
  @Option(help: "Days between waves; at least the window (default: the window).") var every: String?
  @Option(help: "The folder for the lists (default: here).") var out = "."
  @OptionGroup var ledger: LedgerOptions

  func validate() throws {
    guard [holdout != nil, everybody, waves != nil, rule != nil].count(where: { $0 }) < 2 else {
      throw ValidationError("Give one of --holdout, --everybody, --rule and --waves.")
    }
    if let waves, !(2...HoldoutBody.mostWaves).contains(waves) {
      throw ValidationError("--waves goes from 2 to \(HoldoutBody.mostWaves).")
    }
    if every != nil, waves == nil { throw ValidationError("--every is for --waves.") }
    if rule != nil, list != nil { throw ValidationError("--rule needs no --list.") }
    if waves != nil, list == nil { throw ValidationError("--waves needs --list.") }
  }

  func run() throws {
    let start = try PlayStart(
      fields, customers: try list.map(CustomerList.read), folder: out)
    var writer = LedgerWriter(try ledger.open())
    Console.print(try start.run(&writer, by: Console.principal, at: SystemClock.now))
  }

  private var fields: [String: String] {
    let given: [String: String?] = [
      "play": play, "lever": lever.rawValue, "name": name, "owner": owner, "goal": goal.rawValue,
      "from": from, "to": to, "window": window, "worthwhile": worthwhile,
      "hypothesis": hypothesis, "budget": budget, "holdout": holdout, "rule": rule,
      "everybody": everybody ? "true" : nil, "waves": waves.map(String.init), "every": every,
    ]
    return given.compactMapValues { $0 }
  }
}

extension Lever: ExpressibleByArgument {}
extension PlayDeclaration.Goal: ExpressibleByArgument {}
