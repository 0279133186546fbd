import Yams

extension PlanNode {
  /// The most bytes of a plan; even the largest business's plan is far smaller.
  static let mostBytes = 4 << 20

  /// The top node of a YAML text; nil after reporting if the text isn't valid YAML or is empty.
  static func top(of yaml: String, called what: String, _ findings: Findings) -> PlanNode? {
    let text = yaml.hasPrefix("\u{FEFF}") ? String(yaml.dropFirst()) : yaml
    guard text.utf8.count <= mostBytes else {
      findings.add(
        1, 1, "the text has more than \(mostBytes >> 20) MiB",
        "\(what) is a short text; check the file")
      return nil
    }
    do {
      if let node = try Yams.compose(yaml: text) {
        return PlanNode(node: node, path: "", keyMark: nil, findings: findings)
      }
      findings.add(1, 1, "\(what) is empty", emptyRemedy(what))
    } catch let error as YamlError {
      findings.add(error, in: text)
    } catch {
      findings.add(1, 1, "the text cannot be read as YAML: \(error)", "check the file")
    }
    return nil
  }
}

extension PlanNode {
  private static func emptyRemedy(_ what: String) -> String {
    what == "the plan"
      ? "start from the one that `fulcrum init` writes" : "write its format and its rows"
  }
}

extension Findings {
  /// Adds a problem of the text as a whole.
  func add(_ line: Int, _ column: Int, _ problem: String, _ remedy: String) {
    add(
      PlanProblem(
        line: max(1, line), column: max(1, column), path: "", problem: problem, remedy: remedy))
  }

  /// Adds a YAML syntax error.
  func add(_ error: YamlError, in yaml: String) {
    switch error {
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.joined(separator: " and ")
      add(
        context.mark.line, context.mark.column, "\(names) stands twice in the same place",
        "keep one of the two")
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let line = Findings.line(mark.line, of: yaml)
      add(
        mark.line, mark.column, "invalid YAML: \(Findings.plain(problem))",
        Findings.remedy(problem, line: line))
    case .reader(let problem, let offset, _, _):
      let place = Findings.place(of: offset ?? 0, in: yaml)
      add(
        place.line, place.column, "invalid YAML: \(problem)",
        "save the file as plain UTF-8 text, without control characters")
    default:
      add(1, 1, "invalid YAML", "check the file")
    }
  }

  /// The YAML parser's message, reworded if nobody would understand it.
  private static func plain(_ problem: String) -> String {
    if problem.contains("nesting level") { return "brackets stand too deep in each other" }
    if problem.contains("another document") { return "a second document starts here" }
    return problem
  }

  private static func remedy(_ problem: String, line: Substring) -> String {
    if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
      return "indent with spaces; YAML takes no tabs"
    }
    if problem.contains("alias") { return "put quotes around a text that starts with '*'" }
    if problem.contains("another document") {
      return "keep one plan in the file, without lines of '---' in between"
    }
    if problem.contains("cannot start any token") {
      return "put quotes around a text that starts with %, @ or a backquote; indent with spaces"
    }
    if problem.contains("mapping values are not allowed") {
      return
        "put quotes around a text that has ': ' in it, and check the spaces at the line's start"
    }
    return "check that brackets and quotes are closed and that keys of one part start in one column"
  }

  private static func line(_ number: Int, of yaml: String) -> Substring {
    let lines = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  private static func place(of offset: Int, in yaml: String) -> (line: Int, column: Int) {
    let before = yaml.prefix(offset)
    let line = before.count(where: \.isNewline) + 1
    let start = before.lastIndex(where: \.isNewline).map { before.index(after: $0) }
    return (line, before[(start ?? before.startIndex)...].count + 1)
  }
}
