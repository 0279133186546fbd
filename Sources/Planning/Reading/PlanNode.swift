import Yams

/// A value in a plan, with its position and its path from the top.
struct PlanNode {
  let node: Node
  /// The path from the top: `people[0].quota`; empty for the top itself.
  let path: String
  /// The position of its key; nil for the top and for items of a list.
  let keyMark: Mark?
  let findings: Findings

  /// The last key in the path, without a list index.
  var key: String {
    let last = path.split(separator: ".").last.map(String.init) ?? "the plan"
    return last.split(separator: "[").first.map(String.init) ?? last
  }

  /// A value below this one.
  func child(_ node: Node, path: String, key: Mark? = nil) -> PlanNode {
    PlanNode(node: node, path: path, keyMark: key, findings: findings)
  }

  /// Reports a problem at this value.
  func report(_ problem: String, _ remedy: String) { report(problem, remedy, at: node.mark) }

  /// Reports a problem at this value's key.
  func reportKey(_ problem: String, _ remedy: String) {
    report(problem, remedy, at: keyMark ?? node.mark)
  }

  private func report(_ problem: String, _ remedy: String, at mark: Mark?) {
    findings.add(
      PlanProblem(
        line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1), path: path,
        problem: PlanNode.clipped(problem), remedy: PlanNode.clipped(remedy)))
  }

  /// The most characters of a message: it quotes texts of the plan, which may have any length.
  private static let longestSentence = 1000

  private static func clipped(_ sentence: String) -> String {
    guard sentence.utf8.count > longestSentence else { return sentence }
    return String(sentence.prefix(longestSentence)) + "…"
  }

  /// True if `count` more values may be read. Reports aliases that expand to more values than a
  /// text can hold.
  private func takes(_ count: Int) -> Bool {
    guard !findings.takes(count) else { return true }
    guard !findings.isFull else { return false }
    findings.add(
      1, 1, "aliases repeat so much that the plan is longer than its text",
      "write out what differs, and take aliases of aliases out")
    return false
  }
}

extension PlanNode {
  /// The form of a value.
  enum Shape: String {
    case single = "a single value"
    case list = "a list"
    case keys = "keys with values"
    case nothing = "empty"
  }

  /// The form of this value. Quoted text is never `nothing`.
  var shape: Shape {
    switch node {
    case .mapping: return .keys
    case .sequence: return .list
    case .alias: return .nothing
    case .scalar(let scalar):
      let bare = scalar.style == .plain || scalar.style == .any
      return bare && ["", "~", "null", "Null", "NULL"].contains(scalar.string) ? .nothing : .single
    }
  }

  private static let emptyRemedy =
    "give it a value, indent what belongs to it by two more spaces, or take the line out"

  /// Reports a value that should have another shape.
  func reportShape(_ wanted: Shape) {
    let isItem = path.hasSuffix("]")
    guard shape != .nothing else {
      let what = isItem ? "an item of '\(key)' is empty" : "'\(key)' has nothing after it"
      return report(what, PlanNode.emptyRemedy)
    }
    guard !path.isEmpty else {
      let remedy = "start with its keys, like those that `fulcrum init` writes"
      return report("the text must be keys with values, and is \(shape.rawValue)", remedy)
    }
    let what = isItem ? "each of '\(key)'" : "'\(key)'"
    report(
      "\(what) must be \(wanted.rawValue), and \(isItem ? "this " : "")is \(shape.rawValue)",
      PlanNode.remedy(wanted, isItem: isItem))
  }

  private static func remedy(_ wanted: Shape, isItem: Bool) -> String {
    switch wanted {
    case .list: "write [a, b], or one line for each that starts with '- '"
    case .keys where isItem: "write it as { key: value }"
    case .keys: "write lines 'key: value' under it, two spaces further in"
    case .single, .nothing: "write one value \(isItem ? "for each" : "after the colon")"
    }
  }

  /// The items of a list; nil after reporting if it isn't a list.
  func items() -> [PlanNode]? {
    guard case .sequence(let sequence) = node else {
      reportShape(.list)
      return nil
    }
    guard takes(sequence.count) else { return nil }
    return sequence.enumerated().map { index, item in child(item, path: "\(path)[\(index)]") }
  }

  /// The items of a list, or this single value as a list of one.
  func oneOrMore() -> [PlanNode]? {
    if case .sequence = node { return items() }
    return shape == .nothing ? items() : [self]
  }

  /// The items of a list or this single value; nil after reporting if the list is empty.
  func atLeastOne(like example: String) -> [PlanNode]? {
    guard let items = oneOrMore() else { return nil }
    guard !items.isEmpty else {
      report("'\(key)' is an empty list", "write \(example), or take the line out")
      return nil
    }
    return items
  }

  /// The keys and values in order; nil after reporting if this has no keys.
  ///
  /// A key without a value is reported and left out.
  func entries() -> [(name: String, value: PlanNode)]? {
    guard case .mapping(let mapping) = node else {
      reportShape(.keys)
      return nil
    }
    guard takes(mapping.count) else { return nil }
    var entries: [(name: String, value: PlanNode)] = []
    for (key, value) in mapping {
      guard case .scalar(let name) = key, !name.string.isEmpty else {
        child(key, path: path).report("a key must be a plain text", "write 'key: value'")
        continue
      }
      let way = path.isEmpty ? name.string : "\(path).\(name.string)"
      let entry = child(value, path: way, key: key.mark)
      guard entry.shape != .nothing else {
        entry.reportKey("'\(name.string)' has nothing after it", PlanNode.emptyRemedy)
        continue
      }
      entries.append((name.string, entry))
    }
    return entries
  }

  /// True if a key is written here, with or without a value.
  func has(_ key: String) -> Bool {
    guard case .mapping(let mapping) = node else { return false }
    return mapping.contains { $0.key.string == key }
  }
}
