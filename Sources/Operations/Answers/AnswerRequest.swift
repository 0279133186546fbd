public import Facts
public import Planning
internal import Scoreboard
internal import Surfaces
public import Tally

/// A request for an answer: which one, with which options, for which day.
public struct AnswerRequest: Hashable, Sendable {
  /// The answer.
  public let kind: AnswerKind
  /// The day to answer for; nil for today so far.
  public let asOf: CalendarDay?
  /// True if a past day is to be shown as it is known now.
  public let isRestated: Bool
  /// The options.
  public let options: Options

  /// The options of single answers; those of other answers are not set.
  public struct Options: Hashable, Sendable {
    /// Retention: the unit of its columns; nil for the plan's period.
    public var unit: Retention.Clock.Unit?
    /// Retention: columns count from each customer's activation, not by the calendar.
    public var isRolling = false
    /// Retention: the most columns; nil for as many as there are.
    public var columns: Int?
    /// Bridge: whose definitions count.
    public var convention: Convention?
    /// People: the most ranks; nil for all.
    public var top: Int?
    /// People: the only member to be shown.
    public var member: MemberID?
    /// Credit: the attribution model; nil for the plan's.
    public var model: Attribution.Model?
    /// Forecast: with the scores of past ones.
    public var isScored = false
    /// Quarantine: the number of the row before the page.
    public var after: Int?
    /// Quarantine: the rows of the page.
    public var limit: Int?

    /// No options.
    public init() {}

    /// The rows that the answer `people` shows.
    var privacy: PeopleAnswer.Privacy {
      if let member { return .own(member) }
      return top.map { .top($0) } ?? .all
    }
  }

  /// An option's name and value as texts; a flag's value is empty.
  public typealias Text = (name: String, value: String)

  /// Creates a request with typed options, of which those of other answers are ignored.
  public init(
    _ kind: AnswerKind, asOf: CalendarDay? = nil, _ set: (inout Options) -> Void = { _ in }
  ) {
    self.kind = kind
    self.asOf = asOf
    isRestated = false
    var options = Options()
    set(&options)
    self.options = options
  }

  /// Reads a request from texts.
  ///
  /// - Throws: ``OptionProblem`` if the answer has no such option, one comes twice, or a value isn't
  ///   one of its values.
  public init(_ kind: AnswerKind, _ texts: [Text]) throws(OptionProblem) {
    var (asOf, isRestated, options) = (nil as CalendarDay?, false, Options())
    var seen: Set<AnswerOption> = []
    for (name, value) in texts {
      let option = try AnswerRequest.option(name, of: kind)
      guard seen.insert(option).inserted else {
        throw OptionProblem(problem: "the option '\(name)' comes twice", remedy: "give it once")
      }
      let value = try AnswerRequest.value(value, of: option)
      switch (option, value) {
      case (.asOf, .day(let day)): asOf = day
      case (.restated, .flag(let isGiven)): isRestated = isGiven
      case (.by, .text(let text)): options.unit = Retention.Clock.Unit(rawValue: text)
      case (.rolling, .flag(let isGiven)): options.isRolling = isGiven
      case (.columns, .number(let number)): options.columns = number
      case (.convention, .text(let text)): options.convention = Convention(rawValue: text)
      case (.top, .number(let number)): options.top = number
      case (.member, .text(let text)): options.member = MemberID(text)
      case (.model, .text(let text)): options.model = Attribution.Model(rawValue: text)
      case (.scores, .flag(let isGiven)): options.isScored = isGiven
      case (.after, .number(let number)): options.after = number
      case (.limit, .number(let number)): options.limit = number
      default: break
      }
    }
    if options.top != nil, options.member != nil {
      throw OptionProblem(problem: "top and member do not go together", remedy: "give one of them")
    }
    if isRestated, asOf == nil {
      throw OptionProblem(
        problem: "restated needs as-of", remedy: "give a day; today is always as it is known now")
    }
    (self.kind, self.asOf, self.isRestated, self.options) = (kind, asOf, isRestated, options)
  }

  private static func option(
    _ name: String, of kind: AnswerKind
  ) throws(OptionProblem) -> AnswerOption {
    if let option = AnswerOption(rawValue: name), kind.options.contains(option) { return option }
    let others = AnswerKind.allCases.filter { other in
      other.options.contains { $0.rawValue == name }
    }
    let known = kind.options.map(\.rawValue).joined(separator: ", ")
    let problem =
      others.isEmpty
      ? "there is no option '\(name)'"
      : others.count > 2
        ? "the answer \(kind.rawValue) has no option '\(name)'"
        : "'\(name)' is for the answer \(others.map(\.rawValue).joined(separator: " and "))"
    throw OptionProblem(problem: problem, remedy: "those of \(kind.rawValue) are \(known)")
  }

  private enum Value {
    case flag(Bool)
    case day(CalendarDay)
    case number(Int)
    case text(String)
  }

  private static func value(
    _ text: String, of option: AnswerOption
  ) throws(OptionProblem) -> Value {
    let name = option.rawValue
    switch option.shape {
    case .flag:
      guard ["", "true", "false"].contains(text) else {
        throw OptionProblem(
          problem: "\(name) is a flag, and '\(text)' isn't a flag's value",
          remedy: "write true or false")
      }
      return .flag(text != "false")
    case .day:
      guard let day = CalendarDay(text) else {
        throw OptionProblem(
          problem: "'\(text)' isn't a valid date", remedy: "write it like 2026-10-31")
      }
      return .day(day)
    case .number(let range):
      guard let number = Int(text), range.contains(number) else {
        let words =
          range.upperBound == .max
          ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
        throw OptionProblem(
          problem: "\(name) '\(text)' isn't a number \(words)", remedy: "write one in digits")
      }
      return .number(number)
    case .word(let words):
      guard words.contains(text) else {
        throw OptionProblem(
          problem: "there is no \(name) '\(text)'",
          remedy: "write one of \(words.joined(separator: ", "))")
      }
      return .text(text)
    case .member:
      guard MemberID(text) != nil else {
        throw OptionProblem(
          problem: "'\(text)' can't be the id of a member", remedy: "take one from the plan")
      }
      return .text(text)
    }
  }

  /// Returns the facts that the answer sees.
  ///
  /// - Throws: ``Failure`` if the day has not come yet.
  func view(_ plan: Plan, ledgerBegan: Instant?, now: Instant) throws(Failure) -> View {
    let today = plan.zone.day(of: now)
    if let asOf, asOf > today {
      throw Failure(
        problem: "\(asOf) has not come yet (today is \(today))", remedy: "give a day that has")
    }
    guard let asOf, asOf < today else {
      guard kind.isOfFinishedDays else { return .live(plan, now: now) }
      return .past(today.advanced(by: -1), plan, ledgerBegan: ledgerBegan, restated: false)
    }
    return .past(asOf, plan, ledgerBegan: ledgerBegan, restated: isRestated)
  }
}

extension AnswerRequest: CustomStringConvertible {
  /// The request as the command line spells it: `retention --by week --rolling`.
  public var description: String {
    let values: [(AnswerOption, String?)] = [
      (.asOf, asOf?.description), (.restated, isRestated ? "" : nil),
      (.by, options.unit?.rawValue), (.rolling, options.isRolling ? "" : nil),
      (.columns, options.columns.map(String.init)), (.convention, options.convention?.rawValue),
      (.top, options.top.map(String.init)), (.member, options.member?.text),
      (.model, options.model?.rawValue), (.scores, options.isScored ? "" : nil),
      (.after, options.after.map(String.init)), (.limit, options.limit.map(String.init)),
    ]
    return values.reduce(into: kind.rawValue) { words, option in
      guard let value = option.1 else { return }
      words += " --\(option.0.rawValue)" + (value.isEmpty ? "" : " \(value)")
    }
  }
}
