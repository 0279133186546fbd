import Facts

extension FactSpan {
  /// Reads `facts:`.
  static func read(_ node: PlanNode) -> FactSpan? {
    guard let fields = PlanFields(node, keys: ["from", "ahead"]) else { return nil }
    var span = FactSpan()
    if let node = fields["from"], let from = node.day() {
      span.from = from
      if from < earliest {
        node.report("\(from) is before \(earliest)", "write a day from \(earliest) on")
      }
    }
    if let ahead = fields["ahead"]?.horizon() { span.ahead = ahead }
    return span
  }
}

extension PlanNode {
  /// Reads days ahead: a duration of whole days, or years of 366 days, `10y`.
  fileprivate func horizon() -> Int? {
    guard let text = written() else { return nil }
    guard text.hasSuffix("y") else { return days() }
    let most = FactSpan.mostAhead / 366
    guard let years = Int(text.dropLast()), (1...most).contains(years) else {
      report(
        "'\(text)' isn't a valid number of years ahead", "write a duration from 1d to \(most)y")
      return nil
    }
    return years * 366
  }
}
