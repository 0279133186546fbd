import Facts

extension Rates {
  /// Reads `rates:`: one rate for each currency, or rates by their first month or day.
  static func read(_ node: PlanNode, to currency: Currency?) -> Rates? {
    guard let entries = node.entries() else { return nil }
    var dated: [Currency: [Dated]] = [:]
    for (name, value) in entries {
      guard let other = Currency(name), other.code == name else {
        value.reportKey(
          "'\(name)' isn't a valid ISO 4217 currency", PlanNode.remedy(currency: name))
        continue
      }
      if other == currency {
        value.reportKey("\(name) is the business's own currency", "take it out; its rate is 1")
      }
      dated[other] = rates(value)
    }
    return currency.map { Rates(to: $0, dated: dated) }
  }

  private static func rates(_ node: PlanNode) -> [Dated] {
    guard node.shape == .keys else {
      return rate(node).map { [Dated(from: nil, rate: $0)] } ?? []
    }
    var rates: [Dated] = []
    var days: Set<CalendarDay> = []
    for (name, value) in node.entries() ?? [] {
      guard let day = CalendarDay(name) ?? CalendarDay(name + "-01") else {
        value.reportKey(
          "'\(name)' isn't a valid month or date",
          "write the month or day it holds from, like 2026-01")
        continue
      }
      if !days.insert(day).inserted {
        value.reportKey("there is a rate from \(day) already", "keep one of the two")
      }
      if let rate = rate(value) { rates.append(Dated(from: day, rate: rate)) }
    }
    return rates
  }

  private static func rate(_ node: PlanNode) -> DecimalText? {
    guard let rate = node.decimal() else { return nil }
    guard rate.digits > 0 else {
      node.report("the rate \(rate) is not above zero", "write what one unit is worth, like 0.92")
      return nil
    }
    return rate
  }
}
