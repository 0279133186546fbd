public import Facts
internal import Pay
internal import Planning
internal import Scoreboard
internal import Surfaces
internal import Tally

/// An option of answers, as the command line and HTTP spell it.
///
/// This is the only list of them: the command line's help, the parameters of OpenAPI and the reading of
/// both come from it.
public enum AnswerOption: String, CaseIterable, Sendable {
  case asOf = "as-of"
  case restated, by, rolling, columns, convention, top, member, model, scores, after, limit

  /// The values that an option takes.
  public enum Shape: Hashable, Sendable {
    /// Given or not.
    case flag
    /// A day, written like 2026-10-31.
    case day
    /// A whole number in a range.
    case number(ClosedRange<Int>)
    /// One of some words.
    case word([String])
    /// The id of a member.
    case member
  }

  /// The values that the option takes.
  public var shape: Shape {
    switch self {
    case .restated, .rolling, .scores: .flag
    case .asOf: .day
    case .by: .word(Retention.Clock.Unit.allCases.map(\.rawValue))
    case .convention: .word(Convention.allCases.map(\.rawValue))
    case .model: .word(Attribution.Model.allCases.map(\.rawValue))
    case .columns: .number(1...RetentionAnswer.mostColumns)
    case .top: .number(1...1_000_000)
    case .after: .number(0...Int.max)
    case .limit: .number(1...QuarantineAnswer.mostRows)
    case .member: .member
    }
  }

  /// What the option does, in a clause.
  public var help: String {
    switch self {
    case .asOf: "the day to answer for, as it was known then (2026-10-31; default: today)"
    case .restated: "with as-of: what happened by that day, as it is known now"
    case .by: "\(list) (default: the plan's period)"
    case .rolling: "units of 24 h, 7, 30 or 91 days from each customer's activation"
    case .columns: "how many columns at most"
    case .convention: list
    case .top: "ranks that are shown at most (default: all)"
    case .member: "this member's own row only"
    case .model: "the attribution model (default: the plan's)"
    case .scores: "how past forecasts did, as replayed"
    case .after: "only rows with a number past this one, as the page before says it"
    case .limit: "rows of a page (default: \(QuarantineAnswer.usualRows))"
    }
  }

  /// The words of a `.word` as a sentence lists them.
  private var list: String {
    guard case .word(let words) = shape, let last = words.last, words.count > 1 else { return "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The values that make a difference, with which every answer is tried. Empty for a day and a member.
  var examples: [String] {
    switch shape {
    case .flag: [""]
    case .word(let words): words
    case .number(let range): range.upperBound == .max ? [] : ["\(range.lowerBound)"]
    case .day, .member: []
    }
  }
}

/// An option of an answer that cannot be read, or that the answer does not have.
public struct OptionProblem: Explained, Hashable, Sendable {
  /// The problem, in one clause.
  public let problem: String
  /// The remedy, in one clause.
  public let remedy: String
}
