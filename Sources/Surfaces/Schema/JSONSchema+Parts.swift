internal import Facts
internal import Planning
internal import Scoreboard

extension JSONSchema {
  /// A day, like 2026-10-31.
  public static let day = JSONSchema.format("date")
  /// A moment, like 2026-10-31T09:30:00Z.
  public static let moment = JSONSchema.format("date-time")
  /// A whole number of zero or more.
  public static let count = JSONSchema.integer(least: 0)
  /// A whole number.
  static let integer = JSONSchema.integer(least: nil)

  static let amount = JSONSchema.named(
    "Amount", about: "An amount in major units of the answer's currency, as a decimal.",
    .pattern(#"^-?[0-9]+(\.[0-9]+)?$"#))

  static let interval = JSONSchema.named(
    "Interval", about: "The lower and the upper end; null for an end that is open.",
    .list(.nullable(.number), count: 2))

  static let quantiles = JSONSchema.named(
    "Quantiles", about: "What the whole period comes to, at three levels of chance.",
    .object(["p10": .amount, "p50": .amount, "p90": .amount]))

  /// An amount for each lever, and one for the rest.
  static let leverAmounts = JSONSchema.named(
    "LeverAmounts", about: "Amounts credited to each lever, and what no lever is credited with.",
    .levers(rest: "unattributed"))

  static func levers(rest: String) -> JSONSchema {
    .record(Lever.allCases.map { Member($0.rawValue, .amount) } + [Member(rest, .amount)])
  }

  /// The words of a type whose every case has one.
  static func words<Word: CaseIterable & RawRepresentable<String>>(
    of type: Word.Type
  ) -> JSONSchema {
    .words(type.allCases.map(\.rawValue))
  }

  /// Returns the schema of an answer: what ``AnswerJSON`` begins with, then the answer's own
  /// members.
  ///
  /// - Parameters:
  ///   - name: The answer's name; with "Answer" added it is the schema's.
  ///   - required: The members that are always there.
  ///   - optional: The members that may be missing.
  /// - Returns: A named ``record(_:)``.
  static func answer(
    _ name: String, _ required: KeyValuePairs<String, JSONSchema>,
    optional: KeyValuePairs<String, JSONSchema> = [:]
  ) -> JSONSchema {
    answer(
      name,
      required.map { Member($0.key, $0.value) }
        + optional.map { Member($0.key, $0.value, isOptional: true) })
  }

  /// Returns the schema of an answer from members made elsewhere.
  static func answer(_ name: String, _ members: [Member]) -> JSONSchema {
    let heading: [Member] = [
      Member("answer", .words([name])), Member("as_of", .day), Member("period", .text),
      Member("currency", .pattern("^[A-Z]{3}$")), Member("restated", .flag),
    ]
    return .named(
      name.prefix(1).uppercased() + name.dropFirst() + "Answer", about: "The answer \(name).",
      .record(heading + members))
  }
}
