public import ArgumentParser
import Facts
import Ledger
public import Planning
import Scoreboard
import Surfaces
public import Tally

/// `fulcrum answer`: prints one answer.
struct AnswerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "One answer, as text or JSON.",
    discussion: """
      Answers: \(AnswerName.allCases.map(\.rawValue).joined(separator: ", ")).

      Examples:
        fulcrum answer number --json
        fulcrum answer retention --by week --as-of 2026-10-31
        fulcrum answer bridge --convention chartmogul
        fulcrum answer credit --model linear
        fulcrum answer forecast --scores
      """)

  @Argument(help: "The answer's name.") var name: AnswerName
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @OptionGroup var options: AnswerOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    try options.validate(for: name)
    if name == .quarantine, day.asOf != nil {
      throw ValidationError("answer quarantine is of now and takes no --as-of.")
    }
  }

  func run() throws {
    guard name != .quarantine else { return try showQuarantine() }
    guard name != .pay, name != .people else { return try showPay() }
    let (board, view, journal) = try ScoreboardOf(ledger: ledger, day: day).open(
      closed: name == .plays)
    let shown = try options.answer(name, board, journal)
    Console.print(Pipeline.show(shown, json: json))
    if !json, let remark = view.remark { Console.print("\n" + remark) }
  }

  private func showPay() throws {
    let desk = try PayDesk.open(ledger, day)
    let answer: any Answer = name == .pay ? try desk.answer() : try desk.people(options.privacy)
    Console.print(Pipeline.show(answer, json: json))
    if !json, let remark = desk.view.remark { Console.print("\n" + remark) }
  }

  private func showQuarantine() throws {
    let ledger = try ledger.open()
    let plan = try ledger.plan(at: .distantFuture)
    let day = plan.zone.day(of: SystemClock.now)
    let heading = Heading(
      asOf: day, period: plan.fiscal.period(containing: day).label, currency: plan.currency,
      restated: false)
    let answer = try refusing { () throws(LedgerProblem) in
      try QuarantineAnswer(ledger, options.page, heading)
    }
    Console.print(Pipeline.show(answer, json: json))
  }
}

/// The names of all answers.
enum AnswerName: String, CaseIterable, ExpressibleByArgument {
  case number, clock, lifecycle, retention, bridge, plays, credit, forecast, momentum, pay, people
  case quarantine
}

/// The options of single answers, beside the day.
struct AnswerOptions: ParsableArguments {
  @Option(help: "retention: day, week, month or quarter (default: the plan's period).")
  var by: Retention.Clock.Unit?

  @Flag(help: "retention: units of 24 h, 7, 30 or 91 days from each customer's activation.")
  var rolling = false

  @Option(help: "retention: how many columns at most.")
  var columns: Int?

  @Option(help: "bridge: fulcrum, chartmogul, profitwell or stripe.")
  var convention: Convention?

  @Option(help: "people: ranks that are shown at most (default: all).") var top: Int?

  @Option(help: "people: this member's own row only.") var member: String?

  @Option(help: "credit: the attribution model (default: the plan's).")
  var model: Attribution.Model?

  @Flag(help: "forecast: how past forecasts did, as replayed.")
  var scores = false

  @Option(help: "quarantine: only rows with a number past this one, as the page before says it.")
  var after: Int?

  @Option(help: "quarantine: rows of a page (default: 100).") var limit: Int?

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be 1 or more.") }
    if top != nil, member != nil { throw ValidationError("Give --top or --member, not both.") }
    if let columns, !(1...RetentionAnswer.mostColumns).contains(columns) {
      throw ValidationError("--columns must be from 1 to \(RetentionAnswer.mostColumns).")
    }
    if let after, after < 0 { throw ValidationError("--after must be 0 or more.") }
    if let limit, !(1...QuarantineAnswer.mostRows).contains(limit) {
      throw ValidationError("--limit goes from 1 to \(QuarantineAnswer.mostRows).")
    }
  }

  /// Refuses options that belong to another answer.
  func validate(for name: AnswerName) throws {
    if name != .retention, by != nil || rolling || columns != nil {
      throw ValidationError("--by, --rolling and --columns are for answer retention.")
    }
    if name != .people, top != nil || member != nil {
      throw ValidationError("--top and --member are for answer people.")
    }
    if name != .bridge, convention != nil {
      throw ValidationError("--convention is for answer bridge.")
    }
    if name != .credit, model != nil {
      throw ValidationError("--model is for answer credit.")
    }
    if name != .forecast, scores {
      throw ValidationError("--scores is for answer forecast.")
    }
    if name != .quarantine, after != nil || limit != nil {
      throw ValidationError("--after and --limit are for answer quarantine.")
    }
  }

  /// The requested page of quarantine.
  var page: (after: Int, limit: Int) { (after ?? 0, limit ?? QuarantineAnswer.usualRows) }

  /// The rows that the answer `people` shows.
  var privacy: PeopleAnswer.Privacy {
    if let member = member.flatMap({ MemberID($0) }) { return .own(member) }
    return top.map { .top($0) } ?? .all
  }

  /// Computes an answer from a scoreboard. Quarantine, pay and people are empty here, because no
  /// scoreboard holds them.
  func answer(
    _ name: AnswerName, _ board: DayScoreboard, _ journal: Journal
  ) throws -> any Answer {
    switch name {
    case .number: board.number()
    case .clock: board.clock()
    case .lifecycle: board.lifecycle()
    case .retention: board.retention(clock: clock(board), columns: columns)
    case .bridge: board.bridge(convention: convention ?? .fulcrum)
    case .plays: try refusing { () throws(LedgerProblem) in try journal.plays(board) }
    case .credit:
      try refusing { () throws(LedgerProblem) in try journal.credit(board, model: model) }
    case .forecast:
      try refusing { () throws(LedgerProblem) in try journal.forecast(board, scored: scores) }
    case .momentum: board.momentum()
    case .quarantine: QuarantineAnswer(empty: board.heading)
    case .people: PeopleAnswer(heading: board.heading, people: [])
    case .pay: PayAnswer(heading: board.heading, people: [], business: board.plan.business)
    }
  }

  private func clock(_ board: DayScoreboard) -> Retention.Clock? {
    guard by != nil || rolling else { return nil }
    let own: Retention.Clock.Unit = board.plan.fiscal.length == .month ? .month : .quarter
    return Retention.Clock(unit: by ?? own, rolling: rolling)
  }
}

extension Retention.Clock.Unit: ExpressibleByArgument {}
extension Convention: ExpressibleByArgument {}
extension Attribution.Model: ExpressibleByArgument {}
