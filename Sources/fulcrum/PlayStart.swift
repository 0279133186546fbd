public import ArgumentParser
public import Facts
import Foundation
import Ledger
import Planning
import Scoreboard
import Statistics
import Surfaces
import Tally

/// `fulcrum play start`: declares a play, assigns its customers by lot and seals its terms.
struct PlayStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start a play: declare it, draw the lot, seal the terms.",
    discussion: """
      The list is a file with one customer's id a line. A tenth of it is kept back by lot, of fewer than
      5,000 a fifth; --waves reaches everybody, a random part at a time, where nobody may be left out.
      Two or more files are written: whom to reach, and whom to keep from it.

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
  @Option(help: "The smallest lift worth having, like 10% (default: 10%).") var worthwhile: String?
  @Option(help: "Why it should work.") var hypothesis: String?
  @Option(help: "What it may cost, in the business's currency.") var budget: String?
  @Option(help: "A file of customers, one id a line; - is standard input.") var list: String?
  @Option(help: "The share that is kept back (default: 10%; 20% of a list below 5,000).")
  var holdout: String?
  @Flag(help: "Keep nobody back: it can then never be said to have worked.") var everybody = false
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
    let ledger = try ledger.open()
    Console.print(try start(ledger, by: Console.principal, at: SystemClock.now))
  }

  /// Starts the play and returns a message.
  ///
  /// Its facts, its sealed terms with the lot's key, and the audit line are one transaction.
  func start(_ ledger: FactLedger, by principal: Principal, at now: Instant) throws -> String {
    let id = try PlayOptions.id(play)
    let plan = try ledger.plan(at: .distantFuture)
    PlayLists.clear(id, folder: out)
    guard try PlayOptions.latest(id, ledger) == nil else {
      throw Failure(
        problem: "play '\(play)' is there already, and what it is judged by is fixed",
        remedy: "start a new one under another id; 'fulcrum play draw' adds customers to it")
    }
    let customers = try list.map(CustomerList.read)
    let launch = try launch(id, plan, customers: customers?.count, now: now)
    guard let declared = launch.fact(at: now) else {
      throw Failure(
        problem: "the id '\(play)' is too long", remedy: "take one of at most 100 bytes")
    }
    let draw = try PlayLists(launch, plan, folder: out).draw(customers ?? [], now: now)
    do {
      _ = try PlayOptions.keep([declared] + draw.facts, ledger, at: now) { change in
        _ = try change.seal([terms(launch, plan)])
        try change.audit("play started", id.text, by: principal)
      }
    } catch {
      draw.abandon()
      throw error
    }
    try draw.place()
    return summary(launch, plan, draw.lines)
  }

  private func launch(
    _ id: PlayID, _ plan: Plan, customers: Int?, now: Instant
  ) throws -> PlayLaunch {
    let from = try from.map(PlayOptions.day) ?? plan.zone.day(of: now)
    let to = try to.map(PlayOptions.day)
    if let to, to < from {
      throw Failure(problem: "--to \(to) is before --from \(from)", remedy: "give a later day")
    }
    let window = try window.map { try PlayOptions.days($0, "window") }
    let division = try division(
      window: window ?? plan.activation.within ?? Rules.defaultWindow, customers: customers)
    var share: DecimalText?
    if case .holdout(let part) = division { share = DecimalText("\(part)") }
    var generator = SystemRandomNumberGenerator()
    return PlayLaunch(
      play: id, lever: lever,
      declaration: PlayDeclaration(
        owner: try owner.map(member), name: name, from: from, to: to, goal: goal, window: window,
        worthwhile: try worthwhile.map { try PlayOptions.share($0, "worthwhile") },
        hypothesis: hypothesis, budget: try budget.map(amount), holdout: share,
        rule: try rule.map(rule(of:))),
      division: division,
      hash: KeyedHash(low: generator.next(), high: generator.next()))
  }

  private func division(window: Int, customers: Int?) throws -> PlayLaunch.Division {
    if everybody || rule != nil { return .everybody }
    if let waves {
      let days = try every.map { try PlayOptions.days($0, "every") } ?? window
      guard days >= window else {
        throw Failure(
          problem: "waves every \(days) days overlap the window of \(window)",
          remedy: "give --every \(window)d or more, or a shorter --window")
      }
      return .waves(waves, every: days)
    }
    guard let holdout else { return .holdout(PlayLaunch.usualHoldout(list: customers)) }
    let share = try PlayOptions.share(holdout, "holdout").nearest
    guard share < 1 else {
      throw Failure(
        problem: "--holdout \(holdout) keeps everybody back", remedy: "write it like 10%")
    }
    return .holdout(share)
  }

  private func rule(of text: String) throws(Failure) -> PlayDeclaration.Rule {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let values = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
    guard let attribute = parts.first,
      let rule = PlayDeclaration.Rule(attribute, values: values)
    else {
      throw Failure(
        problem: "--rule '\(text)' names no values", remedy: "write it like region=north,south")
    }
    return rule
  }

  private func member(_ text: String) throws(Failure) -> MemberID {
    guard let member = MemberID(text) else {
      throw Failure(problem: "'\(text)' is no id of a member", remedy: "give one from the plan")
    }
    return member
  }

  private func amount(_ text: String) throws(Failure) -> DecimalText {
    guard let amount = DecimalText(text) else {
      throw Failure(problem: "--budget '\(text)' is no amount", remedy: "write it like 12000.00")
    }
    return amount
  }

  private func terms(_ launch: PlayLaunch, _ plan: Plan) -> Seal {
    Seal(.terms, launch.play.text, day: launch.declaration.from, body: launch.sealed(plan))
  }

  private func summary(_ launch: PlayLaunch, _ plan: Plan, _ lists: [String]) -> String {
    let terms = launch.terms(plan)
    let looks = terms.looks(launch: launch.declaration.from)
    let last = launch.declaration.from.advanced(by: looks - 1 + terms.window)
    let sealed = Wrapping.lines(
      "\(launch.play.text) starts on \(launch.declaration.from). Sealed: \(terms.goal.rawValue) "
        + "within \(terms.window) days, a lift of \(Figures.percent(terms.worthwhile)) worth having, "
        + "the last look after the close of \(last).")
    return sealed + lists.joined(separator: "\n")
  }
}

extension Lever: ExpressibleByArgument {}
extension PlayDeclaration.Goal: ExpressibleByArgument {}
