import Facts

/// The problems found while reading a plan, collected so that all are reported at once.
final class Findings {
  private var found: [PlanProblem] = []
  private var known: Set<PlanProblem> = []
  /// The remaining number of word comparisons for suggestions.
  private var comparisons = Findings.mostComparisons
  /// The remaining number of values that may be read.
  private var values: Int

  /// The most word comparisons: enough for any plan with a few typos, and a tenth of a second at
  /// most. A plan of 4 MiB can misspell 100,000 names among as many people.
  private static let mostComparisons = 50_000
  /// The most values read per byte of text. Some parts are read twice, but aliases of aliases
  /// must not multiply without limit.
  private static let readsPerByte = 4
  /// The number of problems at which reading stops: nobody fixes more one by one.
  private static let mostFound = 10_000

  /// Findings for a text of `bytes` bytes.
  init(bytes: Int) { values = 10_000 + bytes * Findings.readsPerByte }

  /// True if no problem was found.
  var isEmpty: Bool { found.isEmpty }

  /// The problems sorted by line and column, at most ``PlanProblems/most``.
  var problems: PlanProblems {
    let sorted = found.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    let said = sorted.prefix(PlanProblems.most)
    return PlanProblems(Array(said), more: sorted.count - said.count)
  }

  /// Adds a problem unless it is a duplicate.
  func add(_ problem: PlanProblem) {
    if known.insert(problem).inserted { found.append(problem) }
  }

  /// The nearest of some words; nil if none is near or the comparisons are used up.
  func nearest(to word: String, among words: [String]) -> String? {
    guard comparisons >= words.count else { return nil }
    comparisons -= words.count
    return Suggestion.nearest(to: word, among: words)
  }

  /// The remedy `did you mean 'x'?`, or the list of all words.
  func remedy(for word: String, among words: [String]) -> String {
    nearest(to: word, among: words).map { "did you mean '\($0)'?" } ?? Suggestion.offer(words)
  }

  /// True if reading should stop because of too many problems.
  var isFull: Bool { found.count >= Findings.mostFound }

  /// Counts `count` more values and returns true if they may be read. Only aliases can make more
  /// values than a text's length allows.
  func takes(_ count: Int) -> Bool {
    values -= count
    return values >= 0 && !isFull
  }
}
