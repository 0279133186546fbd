public import Facts
public import Planning

/// What the business says that rows leave out: its zone, its currency, and the currencies it takes.
public struct IntakeTerms: Hashable, Sendable {
  /// Where its days begin and end.
  public var zone: Zone
  /// The currency of amounts that name none.
  public var currency: Currency
  /// The currencies that have a rate in the plan; nil takes every known one.
  public var currencies: Set<Currency>?

  /// Terms from their parts.
  public init(zone: Zone, currency: Currency, currencies: Set<Currency>? = nil) {
    self.zone = zone
    self.currency = currency
    self.currencies = currencies
  }

  /// The terms of a plan.
  public init(_ plan: Plan) {
    self.init(zone: plan.zone, currency: plan.currency, currencies: plan.rates.currencies)
  }

  /// The reader that says what a valid fact is.
  var reader: FactReader { FactReader(zone: zone, currencies: currencies) }
}
