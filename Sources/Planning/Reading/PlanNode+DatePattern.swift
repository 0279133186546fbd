extension PlanNode {
  /// The tokens of a date pattern, longest first.
  private static let tokens = [
    "yyyy", "MMM", "SSS", "yy", "MM", "dd", "HH", "mm", "ss", "M", "d", "H", "a",
  ]

  /// Reads a date pattern, such as `yyyyMMdd` or `M/d/yyyy H:mm`. Text that isn't a token stands
  /// for itself.
  func datePattern() -> String? {
    guard let pattern = text() else { return nil }
    let (found, stray) = PlanNode.tokens(of: pattern)
    if let stray {
      report("'\(stray)' means nothing in the date pattern '\(pattern)'", PlanNode.remedy(stray))
      return nil
    }
    let parts = [("year", "yyyy", "y"), ("month", "MM", "M"), ("day", "dd", "d")]
    for (part, like, letter) in parts where !found.contains(where: { $0.hasPrefix(letter) }) {
      report("the date pattern '\(pattern)' has no \(part)", "write \(like), as in yyyy-MM-dd")
      return nil
    }
    return pattern
  }

  /// The tokens of a pattern, and the first run of letters that looks like a token but isn't one.
  private static func tokens(of pattern: String) -> (found: [String], stray: String?) {
    var found: [String] = []
    var rest = pattern[...]
    while let letter = rest.first {
      let run = String(rest.prefix { $0 == letter })
      rest = rest.dropFirst(run.count)
      if tokens.contains(run) {
        found.append(run)
      } else if "yMdDYHhmsSaAE".contains(letter) {
        return (found, run)
      }
    }
    return (found, nil)
  }

  private static func remedy(_ stray: String) -> String {
    switch stray.first {
    case "Y": "write yyyy or yy"
    case "D": "write dd or d"
    case "h": "write HH or H, also where AM or PM (a) follows"
    case "A": "write a, for AM or PM"
    default: "write \(tokens.joined(separator: ", ")) and the marks between them"
    }
  }
}
