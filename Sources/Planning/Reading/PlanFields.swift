import Facts

/// The keys and values of one part of a plan, checked against the allowed keys.
struct PlanFields {
  let node: PlanNode
  private let values: [String: PlanNode]
  /// The allowed keys that were misspelt: reported already, so not missing.
  private let misspelt: Set<String>

  /// Reads the keys and reports each one that isn't among `keys`; nil after reporting if the
  /// value has no keys.
  init?(_ node: PlanNode, keys: [String]) {
    guard let entries = node.entries() else { return nil }
    var values: [String: PlanNode] = [:]
    var misspelt: Set<String> = []
    for (name, value) in entries {
      if keys.contains(name) {
        values[name] = value
      } else {
        PlanFields.reportUnknown(name, value, among: keys)
        Suggestion.nearest(to: name, among: keys).map { _ = misspelt.insert($0) }
      }
    }
    self.node = node
    self.values = values
    self.misspelt = misspelt
  }

  /// Reports an unknown key, with a suggestion.
  static func reportUnknown(_ name: String, _ value: PlanNode, among keys: [String]) {
    guard name != "<<" else {
      return value.reportKey("'<<' does not merge keys here", "write the keys out")
    }
    value.reportKey("unknown key '\(name)'", Suggestion.remedy(for: name, among: keys))
  }

  /// The value of a key; nil if it is not written.
  subscript(key: String) -> PlanNode? { values[key] }

  /// The value of a required key; nil after reporting if it is missing.
  func required(_ key: String, like example: String) -> PlanNode? {
    if let value = values[key] { return value }
    if !isMeant(key) { node.report(missing: key, like: example) }
    return nil
  }

  /// True if a key is written, even misspelt or without a value.
  func isMeant(_ key: String) -> Bool { node.has(key) || misspelt.contains(key) }

  /// The only one of several keys that is written; nil after reporting if none or several are.
  func exactlyOne(of keys: [String], like example: String) -> String? {
    let written = keys.filter { node.has($0) }
    if written.count == 1 { return written.first }
    let list = keys.map { "'\($0)'" }.joined(separator: ", ")
    if written.isEmpty {
      guard misspelt.isDisjoint(with: keys) else { return nil }
      node.report("one of \(list) is missing", "write \(example)")
    } else {
      let both = written.map { "'\($0)'" }.joined(separator: " and ")
      node.report("\(both) stand together", "keep one of them")
    }
    return nil
  }
}

extension PlanNode {
  /// Reports a missing key.
  func report(missing key: String, like example: String) {
    let place = path.isEmpty ? "" : " in '\(path)'"
    let way = path.isEmpty ? key : "\(path).\(key)"
    child(node, path: way).report("'\(key)' is missing\(place)", "write \(example)")
  }
}
