import ArgumentParser
import Facts
import Intake
import Ledger
import Planning
import Scoreboard
import Surfaces
import Tally

/// `fulcrum play`: plans, starts, stops and judges plays.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Start plays, stop them, and see what became of them.",
    discussion: """
      A play keeps part of its list back by lot, so that it can be told whether it worked. By what it is
      judged is fixed when it starts: changing it takes a new play.

      Examples:
        fulcrum play plan --per-day 200 --base 5% --holdout 20%
        fulcrum play start winter-mail --lever marketing --list customers.txt --holdout 10%
        fulcrum play show winter-mail
      """,
    subcommands: [
      PlayPlan.self, PlayStart.self, PlayDraw.self, PlayStop.self, PlayList.self, PlayShow.self,
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
    let (board, view, journal) = try ScoreboardOf(ledger: ledger, day: day).open(closed: true)
    let plays = try refusing { () throws(LedgerProblem) in try journal.plays(board) }
    Console.print(json ? plays.json.pretty : plays.list)
    if !json, let remark = view.remark { Console.print("\n" + remark) }
  }
}

/// `fulcrum play show`: shows everything about one play.
struct PlayShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "One play: its terms, its verdict, and the looks that were published.",
    discussion: "Example:\n  fulcrum play show winter-mail")
  @Argument(help: "The play's id.") var play: String
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let id = try PlayOptions.id(play)
    let (board, view, journal) = try ScoreboardOf(ledger: ledger, day: day).open(closed: true)
    let (found, looks) = try refusing { () throws(LedgerProblem) in
      (
        try journal.plays(board, only: id),
        try journal.ledger.seals(.look, of: id.text, through: board.day)
      )
    }
    guard let shown = found.plays.first else {
      throw Failure(
        problem: "there is no play '\(play)'", remedy: "see which there are: fulcrum play list")
    }
    let page = PlayPage(play: shown, looks: looks, heading: found.heading)
    Console.print(json ? page.json.pretty : page.text)
    if !json, let remark = view.remark { Console.print("\n" + remark) }
  }
}

/// `fulcrum play stop`: ends a play, which then reaches no new customers.
struct PlayStop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Say that a play ends.",
    discussion: """
      Its looks go on until the deadline that was fixed at the start: to stop looking when it suits would
      make chance look like an effect.

      Example:
        fulcrum play stop winter-mail --on 2026-12-31
      """)
  @Argument(help: "The play's id.") var play: String
  @Option(help: "Its last day (default: today).") var on: String?
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    Console.print(try stop(ledger, by: Console.principal, at: SystemClock.now))
  }

  /// Ends the play and returns a message.
  func stop(_ ledger: FactLedger, by principal: Principal, at now: Instant) throws -> String {
    let id = try PlayOptions.id(play)
    let plan = try ledger.plan(at: .distantFuture)
    let day = try on.map(PlayOptions.day) ?? plan.zone.day(of: now)
    let latest = try PlayOptions.latest(id, ledger)
    guard let declared = latest?.declaration, let fact = latest?.fact else {
      throw Failure(
        problem: "no play '\(play)' was declared", remedy: "see which there are: fulcrum play list")
    }
    guard day >= declared.from else {
      throw Failure(
        problem: "\(day) is before the play's first day, \(declared.from)",
        remedy: "give a day on or after it with --on")
    }
    guard let end = FactID("play:\(id.text):stop:\(now.milliseconds)") else {
      throw Failure(
        problem: "the play's id is too long to stop it here", remedy: "import a play fact")
    }
    let stopped = Fact(
      id: end, at: now, play: id, lever: fact.lever, body: .play(declared.ending(day)))
    _ = try PlayOptions.keep([stopped], ledger, at: now) { change in
      try change.audit("play stopped", id.text, by: principal)
    }
    return "\(id.text) ends with \(day)."
  }
}

extension PlayDeclaration {
  /// A copy with another last day.
  fileprivate func ending(_ day: CalendarDay) -> PlayDeclaration {
    PlayDeclaration(
      owner: owner, name: name, from: from, to: day, goal: goal, window: window,
      worthwhile: worthwhile, hypothesis: hypothesis, budget: budget, holdout: holdout, rule: rule)
  }
}

/// Helpers shared by the commands about plays.
enum PlayOptions {
  static func id(_ text: String) throws(Failure) -> PlayID {
    guard let id = PlayID(text) else {
      throw Failure(
        problem: "'\(text)' is no id of a play", remedy: "write 1 to 128 bytes, like winter-mail")
    }
    return id
  }

  static func day(_ text: String) throws(Failure) -> CalendarDay {
    guard let day = CalendarDay(text) else {
      throw Failure(
        problem: "'\(text)' is no day that exists", remedy: "write it like 2026-11-24")
    }
    return day
  }

  /// Parses a share above zero, `10%` or `0.1`.
  static func share(_ text: String, _ option: String) throws(Failure) -> DecimalText {
    let percent = text.hasSuffix("%")
    guard let number = DecimalText(percent ? text.dropLast() : text[...]), number.digits > 0 else {
      throw Failure(
        problem: "--\(option) '\(text)' is no share", remedy: "write it like 10% or 0.1")
    }
    return percent ? DecimalText(digits: number.digits, places: number.places + 2) : number
  }

  /// Parses whole days: `14`, `14d` or `2w`.
  static func days(_ text: String, _ option: String) throws(Failure) -> Int {
    let scale = text.hasSuffix("w") ? 7 : 1
    let digits = text.hasSuffix("w") || text.hasSuffix("d") ? text.dropLast() : text[...]
    guard let count = Int(digits), (1...3650).contains(count), count * scale <= 3650 else {
      throw Failure(
        problem: "--\(option) '\(text)' is no number of days", remedy: "write it like 14d or 2w")
    }
    return count * scale
  }

  /// The latest declaration of a play; nil if it was never declared.
  static func latest(_ id: PlayID, _ ledger: FactLedger) throws(Failure) -> DeclaredPlay? {
    try refusing { () throws(LedgerProblem) in
      try Timelines(ledger, receivedBefore: .distantFuture, happenedBefore: .distantFuture)
        .declaredPlays().last { $0.fact.play == id }
    }
  }

  /// Stores facts, and the writes of `also`, in one transaction. Facts that are stored already are
  /// duplicates.
  static func keep(
    _ facts: [Fact], _ ledger: FactLedger, at now: Instant, also: (Change) throws -> Void
  ) throws(Failure) -> LedgerWriter.Outcome {
    var writer = LedgerWriter(ledger)
    return try refusing { () throws(LedgerProblem) in
      try writer.append(facts.map { .init($0) }, at: now) { conflict in
        Rejection(
          source: "play", file: "", line: 0, column: "id",
          why: "\(conflict.refused.id) is kept with other content: \(conflict.difference)",
          mend: "take another id for the play", row: conflict.refused.json().compact)
      } also: { change, _ in
        try also(change)
      }
    }
  }
}
