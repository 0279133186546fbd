public import Facts

/// The rates of currencies to the business's currency, by first day.
public struct Rates: Hashable, Sendable {
  /// The business's currency.
  public let to: Currency
  private let dated: [Currency: [Dated]]

  /// A rate and the first day on which it applies.
  public struct Dated: Hashable, Sendable {
    /// The first day; nil if the rate always applied.
    public let from: CalendarDay?
    /// Major units of the business's currency for one major unit of the other.
    public let rate: DecimalText

    /// A rate from a day on.
    public init(from: CalendarDay?, rate: DecimalText) {
      self.from = from
      self.rate = rate
    }
  }

  /// Rates to a currency. A currency's earliest rate also applies to the days before it.
  public init(to: Currency, dated: [Currency: [Dated]]) {
    self.to = to
    self.dated = dated.mapValues { rates in
      rates.sorted { ($0.from?.number ?? .min) < ($1.from?.number ?? .min) }
    }
  }

  /// The currencies that can be converted, including the business's own.
  public var currencies: Set<Currency> { Set(dated.keys).union([to]) }

  /// The rates of one currency, earliest first.
  public func rates(of currency: Currency) -> [Dated] { dated[currency] ?? [] }

  /// Converts to minor units of the business's currency, rounded half away from zero.
  ///
  /// Nil for a currency without a rate, and on overflow.
  public func convert(_ money: Money, on day: CalendarDay) -> Int64? {
    if money.currency == to { return Int64(exactly: money.minor) }
    guard let rates = dated[money.currency], let earliest = rates.first else { return nil }
    let rate = (rates.last { ($0.from?.number ?? .min) <= day.number } ?? earliest).rate
    let (product, over) = money.minor.multipliedReportingOverflow(by: Int128(rate.digits))
    guard !over else { return nil }
    let shift = rate.places + money.currency.digits - to.digits
    guard shift > 0 else {
      let (whole, over) = product.multipliedReportingOverflow(by: Int128(powerOfTen(-shift)))
      return over ? nil : Int64(exactly: whole)
    }
    guard shift <= 36 else { return nil }
    let divisor = Int128(powerOfTen(min(shift, 18))) * Int128(powerOfTen(max(0, shift - 18)))
    return Int64(exactly: divideRounding(product, by: divisor))
  }

  /// Minor units of the business's currency for an amount of a currency's packed code; 0 without a rate.
  ///
  /// A currency without a rate cannot be in the ledger while the plan that admitted it is in force; under a later plan
  /// its money counts as nothing, and `doctor` says so.
  public func minor(_ amount: Int64, _ packed: UInt32, on day: CalendarDay) -> Int64 {
    if packed == to.packed { return amount }
    guard let currency = Currency(packed: packed) else { return 0 }
    return convert(Money(minor: amount, currency), on: day) ?? 0
  }

  /// The largest amount of each currency, in minor units, that all its rates can convert. Only
  /// currencies where that is less than ``Money/limit``.
  public var largest: [Currency: Int64] {
    var largest: [Currency: Int64] = [:]
    for (currency, rates) in dated {
      let days = rates.map { $0.from ?? CalendarDay(number: .min) }
      func fits(_ minor: Int64) -> Bool {
        days.allSatisfy { convert(Money(minor: minor, currency), on: $0) != nil }
      }
      guard !fits(Money.limit) else { continue }
      var (most, over): (Int64, Int64) = (0, Money.limit)
      while over - most > 1 {
        let middle = most + (over - most) / 2
        if fits(middle) { most = middle } else { over = middle }
      }
      largest[currency] = most
    }
    return largest
  }
}
