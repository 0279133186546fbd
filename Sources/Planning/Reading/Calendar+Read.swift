import Facts

extension BusinessCalendar {
  /// Reads `calendar:`.
  static func read(_ node: PlanNode) -> BusinessCalendar? {
    guard let fields = PlanFields(node, keys: ["weekend", "holidays"]) else { return nil }
    var calendar = BusinessCalendar()
    if let weekend = fields["weekend"], let days = weekend.oneOrMore() {
      calendar.weekend = Set(days.compactMap { $0.word(Weekday.self) })
      if calendar.weekend.count == Weekday.allCases.count {
        weekend.report("every day is a weekend", "leave at least one day to do business on")
      }
    }
    if let days = fields["holidays"]?.oneOrMore() {
      calendar.holidays = Set(days.compactMap { $0.day() })
    }
    return calendar
  }
}

extension Activation {
  /// Reads `activation:`, which needs at least one of money and time.
  static func read(_ node: PlanNode, _ currency: Currency?) -> Activation? {
    let keys = ["money", "time", "within", "lapse"]
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    if !fields.isMeant("money"), !fields.isMeant("time") {
      node.report(
        "'activation' has neither money nor time", "write money: 1.00, or time: 30m, or both")
    }
    return Activation(
      money: fields["money"]?.money(currency, .positive), time: fields["time"]?.seconds(),
      within: fields["within"]?.days(), lapse: fields["lapse"]?.days() ?? defaultLapse)
  }
}

extension Attribution {
  /// Reads `attribution:`.
  static func read(_ node: PlanNode) -> Attribution? {
    guard let fields = PlanFields(node, keys: ["model", "lookback"]) else { return nil }
    var attribution = Attribution()
    if let model = fields["model"]?.word(Model.self) { attribution.model = model }
    if let lookback = fields["lookback"]?.days() { attribution.lookback = lookback }
    return attribution
  }
}
