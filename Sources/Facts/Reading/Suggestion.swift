/// Suggests the word that a misspelt one was meant to be.
public enum Suggestion {
  /// The most bytes of a word that is compared; longer words are not typos.
  static let longest = 128
  /// The most words that are listed if none is near.
  private static let mostOffered = 40

  /// The nearest of `words`, the first if several are equally near.
  ///
  /// Nil if none is near enough to be a typo: one edit, or one in every three letters. Three
  /// letters or more that start only one word stand for that word.
  public static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    guard word.utf8.count <= longest else { return nil }
    let folded = word.lowercased()
    let longer = words.filter { $0.lowercased().hasPrefix(folded) }
    if word.count >= 3, longer.count == 1 { return longer.first }
    let allowed = max(1, word.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in words where candidate.utf8.count <= longest {
      let distance = distance(folded, candidate.lowercased())
      guard distance <= min(allowed, max(1, candidate.count - 1)) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// The remedy `did you mean 'x'?`, or the list of all words.
  public static func remedy(for word: String, among words: [String]) -> String {
    nearest(to: word, among: words).map { "did you mean '\($0)'?" } ?? offer(words)
  }

  /// The list of all words, shortened if they are many.
  public static func offer(_ words: [String]) -> String {
    let rest = words.count > mostOffered ? ", … (\(words.count) in all)" : ""
    return "write one of: \(words.prefix(mostOffered).joined(separator: ", "))\(rest)"
  }

  /// The edit distance: insertions, deletions, substitutions and swaps of neighbours.
  ///
  /// Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors",
  /// CACM 7(3), 1964; the restricted form (optimal string alignment). O(n·m).
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var next = [row + 1]
      for column in right.indices {
        let cost = left[row] == right[column] ? 0 : 1
        var least = min(last[column + 1] + 1, next[column] + 1, last[column] + cost)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, before[column - 1] + 1)
        }
        next.append(least)
      }
      before = last
      last = next
    }
    return last[right.count]
  }
}
