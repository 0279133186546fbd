public import Facts
public import Planning

/// The business's defaults and limits for rows: its zone, currencies, and limits on facts.
public struct IntakeTerms: Hashable, Sendable {
  /// The zone in which the business's days begin and end.
  public var zone: Zone
  /// The currency of amounts without one.
  public var currency: Currency
  /// The currencies with a rate in the plan; nil accepts every ISO 4217 currency.
  public var currencies: Set<Currency>?
  /// The limits on new facts.
  public var limits: FactLimits

  /// The terms of a business.
  public init(
    zone: Zone, currency: Currency, currencies: Set<Currency>? = nil, limits: FactLimits
  ) {
    self.zone = zone
    self.currency = currency
    self.currencies = currencies
    self.limits = limits
  }

  /// The terms of a plan for facts that arrive now.
  public init(_ plan: Plan, at now: Instant) {
    self.init(
      zone: plan.zone, currency: plan.currency, currencies: plan.rates.currencies,
      limits: plan.limits(at: now))
  }

  /// The reader that validates facts under these terms.
  var reader: FactReader { FactReader(zone: zone, currencies: currencies, limits: limits) }
}
