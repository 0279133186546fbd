public import Facts
internal import Planning

/// What pay counts in all, whoever is credited with it, for comparison with the answers that count the same facts.
public struct PayTotals: Sendable {
  /// Money of the plan's basis by day, in minor units of the business's currency.
  public private(set) var money: [CalendarDay: Int128] = [:]
  /// Customers who activate, by day.
  public private(set) var activations: [CalendarDay: Int] = [:]

  init(_ events: PayEvents, _ plan: Plan) {
    for event in plan.number.basis == .payments ? events.payments : events.bookings {
      money[event.day, default: 0] += Int128(event.amount)
    }
    for event in events.activations { activations[event.day, default: 0] += 1 }
  }
}

extension PayRun {
  /// Everything that pay counts.
  public var totals: PayTotals { PayTotals(events, plan) }
}
