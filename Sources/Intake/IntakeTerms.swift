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
  /// What facts are held to beside being well formed.
  public var limits: FactLimits

  /// Terms from their parts.
  public init(
    zone: Zone, currency: Currency, currencies: Set<Currency>? = nil, limits: FactLimits
  ) {
    self.zone = zone
    self.currency = currency
    self.currencies = currencies
    self.limits = limits
  }

  /// The terms of a plan for facts that come now.
  public init(_ plan: Plan, at now: Instant) {
    self.init(
      zone: plan.zone, currency: plan.currency, currencies: plan.rates.currencies,
      limits: plan.limits(at: now))
  }

  /// The reader that says what a valid fact is.
  var reader: FactReader { FactReader(zone: zone, currencies: currencies, limits: limits) }
}
