internal import Ledger
internal import Scoreboard
public import Surfaces

/// An answer that Fulcrum gives: its name, its options, and who may see it.
///
/// This is the only list of them. The command line, the routes, OpenAPI and `doctor` are made from it.
public enum AnswerKind: String, CaseIterable, Sendable {
  case flash, number, clock, lifecycle, retention, bridge, plays, credit, forecast, momentum, pay,
    people, quarantine

  /// What the answer tells, in a clause.
  public var summary: String {
    switch self {
    case .flash: "the day on one page: the Number, the clock, what moved, and the plays"
    case .number: "the Number of the period and of the day, beside its target"
    case .clock: "the business days gone and left, and the pace that the target needs"
    case .lifecycle: "customers who are new, retained, reactivated or lapsed"
    case .retention: "how many customers of each cohort come back, and what they pay"
    case .bridge: "recurring money from the start of the period to its end"
    case .plays: "each play's verdict, with its lift and the confidence interval"
    case .credit: "the Number shared out among plays and levers by an attribution model"
    case .forecast: "what the period will come to, with its odds"
    case .momentum: "whether the Number gathers pace or loses it"
    case .pay: "what each member would be paid, line by line"
    case .people: "the leaderboard: each member's attainment"
    case .quarantine: "rows that were refused and wait"
    }
  }

  /// The type of the answer, which has the schema of its JSON.
  public var answer: any Answer.Type {
    switch self {
    case .flash: Flash.self
    case .number: NumberAnswer.self
    case .clock: ClockAnswer.self
    case .lifecycle: LifecycleAnswer.self
    case .retention: RetentionAnswer.self
    case .bridge: BridgeAnswer.self
    case .plays: PlaysAnswer.self
    case .credit: CreditAnswer.self
    case .forecast: ForecastAnswer.self
    case .momentum: MomentumAnswer.self
    case .pay: PayAnswer.self
    case .people: PeopleAnswer.self
    case .quarantine: QuarantineAnswer.self
    }
  }

  /// The right that reading the answer requires.
  public var right: Right {
    switch self {
    case .flash, .number, .clock, .momentum, .forecast: .flash
    case .people, .pay: .people
    case .lifecycle, .retention, .bridge, .plays, .credit: .lever
    case .quarantine: .all
    }
  }

  /// The options that the answer has.
  public var options: [AnswerOption] {
    switch self {
    case .quarantine: [.after, .limit]
    case .retention: AnswerKind.day + [.by, .rolling, .columns]
    case .bridge: AnswerKind.day + [.convention]
    case .credit: AnswerKind.day + [.model]
    case .forecast: AnswerKind.day + [.scores]
    case .people: AnswerKind.day + [.top, .member]
    case .flash, .number, .clock, .lifecycle, .plays, .momentum, .pay: AnswerKind.day
    }
  }

  private static let day: [AnswerOption] = [.asOf, .restated]

  /// True if the answer is of the last finished day unless a day is given: plays are judged after
  /// a day's close.
  var isOfFinishedDays: Bool { self == .plays }

  /// True if the answer changes with facts alone, and so is the same until the next snapshot.
  public var isCachedBySnapshot: Bool { self != .quarantine }

  /// The request for the answer with every option that changes the computation, each for today.
  ///
  /// A word and a flag are also tried together.
  public var everyRequest: [AnswerRequest] {
    var texts: [[AnswerRequest.Text]] = [[]]
    for option in options where option != .restated {
      texts += option.examples.map { [(option.rawValue, $0)] }
    }
    let words = options.filter { if case .word = $0.shape { true } else { false } }
    let flags = options.filter { $0.shape == .flag && $0 != .restated }
    for word in words {
      for flag in flags {
        texts += word.examples.map { [(word.rawValue, $0), (flag.rawValue, "")] }
      }
    }
    return texts.compactMap { text in
      // The examples are the options' own values.
      do { return try AnswerRequest(self, text) } catch { return nil }
    }
  }
}
