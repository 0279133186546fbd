/// What was found wrong while a plan is read, gathered so that all of it is said at once.
final class Findings {
  private var found: [PlanProblem] = []
  private var known: Set<PlanProblem> = []
  /// Words that may still be compared in search of what a misspelt one was meant to be.
  private var comparisons = Findings.mostComparisons
  /// Values that may still be read.
  private var values: Int

  /// Enough for any plan that a few slips of the hand are in, and a tenth of a second at most: a plan of 4 MiB can
  /// misspell 100,000 names of as many people.
  private static let mostComparisons = 50_000
  /// How often each byte may be read as a value: several times where parts are looked at twice, but not as often as
  /// aliases of aliases would have it.
  private static let readsPerByte = 4
  /// With so many problems nothing more is read: nobody mends them one by one.
  private static let mostFound = 10_000

  /// Findings of a text of so many bytes.
  init(bytes: Int) { values = 10_000 + bytes * Findings.readsPerByte }

  /// Whether nothing was wrong.
  var isEmpty: Bool { found.isEmpty }

  /// What was found, by line and column, as many as anybody reads.
  var problems: PlanProblems {
    let sorted = found.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    let said = sorted.prefix(PlanProblems.most)
    return PlanProblems(Array(said), more: sorted.count - said.count)
  }

  /// Keeps one more problem; the same one twice is kept once.
  func add(_ problem: PlanProblem) {
    if known.insert(problem).inserted { found.append(problem) }
  }

  /// The nearest of some words; nil where none is near, and once more was compared than a plan is worth.
  func nearest(to word: String, among words: [String]) -> String? {
    guard comparisons >= words.count else { return nil }
    comparisons -= words.count
    return Suggestion.nearest(to: word, among: words)
  }

  /// `did you mean 'x'?`, or every word there is to choose from.
  func remedy(for word: String, among words: [String]) -> String {
    nearest(to: word, among: words).map { "did you mean '\($0)'?" } ?? Suggestion.offer(words)
  }

  /// Whether enough was found wrong.
  var isFull: Bool { found.count >= Findings.mostFound }

  /// Whether so many more values may be read: no text needs more than it is long, unless its aliases repeat it.
  func takes(_ count: Int) -> Bool {
    values -= count
    return values >= 0 && !isFull
  }
}
