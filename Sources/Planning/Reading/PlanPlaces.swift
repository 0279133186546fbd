import Yams

/// The positions of a plan's values in its text.
public struct PlanPlaces {
  private let top: PlanNode?

  /// Parses a plan's text.
  public init(_ yaml: String) {
    top = PlanNode.top(of: yaml, called: "the plan", Findings(bytes: yaml.utf8.count))
  }

  /// The line and column, from 1, of the value at a path like `pay.rep.rates.tiers[1]`. If it is
  /// not written, those of the nearest enclosing value.
  public func place(of path: String) -> (line: Int, column: Int) {
    guard var node = top?.node else { return (1, 1) }
    walk: for part in path.split(separator: ".") {
      let pieces = part.split(whereSeparator: { $0 == "[" || $0 == "]" })
      for (index, piece) in pieces.enumerated() {
        let next: Node?
        if index == 0 {
          next = node.mapping?.first { $0.key.string == String(piece) }?.value
        } else {
          let place = Int(piece) ?? 0
          next = node.sequence.flatMap { $0.indices.contains(place) ? $0[place] : nil }
        }
        guard let next else { break walk }
        node = next
      }
    }
    return (max(1, node.mark?.line ?? 1), max(1, node.mark?.column ?? 1))
  }
}
