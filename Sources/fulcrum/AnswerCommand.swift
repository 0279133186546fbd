public import ArgumentParser
public import Operations
import Surfaces
import Terminal

/// `fulcrum answer`: prints one answer.
struct AnswerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "One answer, as text or JSON.",
    discussion: """
      Answers:
      \(AnswerKind.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))

      Examples:
        fulcrum answer number --json
        fulcrum answer retention --by week --as-of 2026-10-31
        fulcrum answer bridge --convention chartmogul
        fulcrum answer credit --model linear
        fulcrum answer forecast --scores
      """)

  @Argument(help: "The answer's name.") var name: AnswerKind
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions
  @OptionGroup var options: AnswerOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws { _ = try request() }

  func run() throws {
    let given = try ledger.answers().answer(try request())
    Console.print(Pipeline.show(given.answer, json: json))
    if !json, let remark = given.remark { Console.print("\n" + remark) }
  }

  private func request() throws -> AnswerRequest {
    try usage { () throws(OptionProblem) in try AnswerRequest(name, day.texts + options.texts) }
  }
}

/// The options of single answers, beside the day. What each may be stands in ``AnswerOption``.
struct AnswerOptions: ParsableArguments {
  @Option(help: .of(.by)) var by: String?
  @Flag(help: .of(.rolling)) var rolling = false
  @Option(help: .of(.columns)) var columns: String?
  @Option(help: .of(.convention)) var convention: String?
  @Option(help: .of(.top)) var top: String?
  @Option(help: .of(.member)) var member: String?
  @Option(help: .of(.model)) var model: String?
  @Flag(help: .of(.scores)) var scores = false
  @Option(help: .of(.after)) var after: String?
  @Option(help: .of(.limit)) var limit: String?

  /// The options that were given, as texts.
  var texts: [AnswerRequest.Text] {
    let given: [(AnswerOption, String?)] = [
      (.by, by), (.rolling, rolling ? "" : nil), (.columns, columns), (.convention, convention),
      (.top, top), (.member, member), (.model, model), (.scores, scores ? "" : nil),
      (.after, after), (.limit, limit),
    ]
    return given.compactMap { option, value in value.map { (option.rawValue, $0) } }
  }
}

extension AnswerKind: ExpressibleByArgument {}
