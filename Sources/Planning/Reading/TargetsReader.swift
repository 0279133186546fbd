import Facts

/// Reads amounts for periods: the Number's targets and people's quotas.
struct TargetsReader {
  let currency: Currency?
  /// The calendar whose periods labels must name; nil if it could not be read, so labels are not
  /// checked.
  let fiscal: FiscalCalendar?
  let sign: PlanNode.Sign

  private static let yearly = ["yearly", "seasonality"]

  /// Reads amounts by period, or a year's amount and its seasonality.
  func read(_ node: PlanNode) -> Targets? {
    if TargetsReader.yearly.contains(where: { node.has($0) }) { return year(node) }
    guard let entries = node.entries() else { return nil }
    var amounts: [String: Int64] = [:]
    for (label, value) in entries {
      check(label, value)
      if let amount = value.money(currency, sign) { amounts[label] = amount }
    }
    return .byPeriod(amounts)
  }

  private func year(_ node: PlanNode) -> Targets? {
    guard let fields = PlanFields(node, keys: TargetsReader.yearly) else { return nil }
    let count = fiscal.map { 12 / $0.length.months }
    let shares = fields["seasonality"]
      .map { $0.sharesOfWhole(count: count, of: fiscal?.length.rawValue ?? "period") }
    let amount = fields.required("yearly", like: "yearly: 3000000")?.money(currency, sign)
    guard let amount else { return nil }
    return .yearly(amount, seasonality: shares.flatMap { $0 } ?? [])
  }

  private func check(_ label: String, _ value: PlanNode) {
    guard let fiscal, fiscal.period(labelled: label)?.label != label else { return }
    if let near = Suggestion.nearest(to: label, among: TargetsReader.yearly) {
      return value.reportKey("unknown key '\(label)'", "did you mean '\(near)'?")
    }
    let (problem, remedy) = fiscal.wrong(label)
    value.reportKey(problem, remedy)
  }
}

extension FiscalCalendar {
  /// The problem and remedy for a label that isn't a period of this calendar.
  fileprivate func wrong(_ label: String) -> (problem: String, remedy: String) {
    let periods = "this plan's periods are \(length.rawValue)s"
    let problem = "'\(label)' isn't a period of this plan"
    let other = FiscalCalendar(length: length == .month ? .quarter : .month, firstMonth: firstMonth)
    if let same = period(labelled: label) { return (problem, "write \(same.label)") }
    if let period = other.period(labelled: label) {
      return (problem, "\(periods); write \(self.period(containing: period.first).label)")
    }
    if label.utf8.count == 4, Int(label) != nil {
      return (problem, "\(periods); for a whole year write { yearly: … }")
    }
    return (problem, "\(periods); write them like \(length == .month ? "2026-10" : "2026-Q4")")
  }
}
