import ArgumentParser
import Operations

/// The day that an answer is for.
struct DayOptions: ParsableArguments {
  @Option(help: .of(.asOf)) var asOf: String?
  @Flag(help: .of(.restated)) var restated = false

  func validate() throws { _ = try request(.number) }

  /// The request for an answer of that day.
  func request(_ kind: AnswerKind) throws -> AnswerRequest {
    try usage { () throws(OptionProblem) in try AnswerRequest(kind, texts) }
  }

  /// The options as texts.
  var texts: [AnswerRequest.Text] {
    (asOf.map { [(AnswerOption.asOf.rawValue, $0)] } ?? [])
      + (restated ? [(AnswerOption.restated.rawValue, "")] : [])
  }
}

/// Reads options, and says what is wrong with one beside how the command is used.
func usage<Value>(_ body: () throws(OptionProblem) -> Value) throws -> Value {
  do { return try body() } catch {
    throw ValidationError("\(error.problem); \(error.remedy).")
  }
}

extension ArgumentHelp {
  /// The help of an option of answers, with the answers that have it.
  static func of(_ option: AnswerOption) -> ArgumentHelp {
    let kinds = AnswerKind.allCases.filter { $0.options.contains(option) }
    let isOfFew = kinds.count < 3
    let names = isOfFew ? kinds.map(\.rawValue).joined(separator: ", ") + ": " : ""
    let text = isOfFew ? option.help : option.help.prefix(1).uppercased() + option.help.dropFirst()
    return ArgumentHelp("\(names)\(text).")
  }
}
