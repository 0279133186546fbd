public import Facts
internal import Statistics

/// The forecasts as published each morning.
public struct PublishedForecasts: Sendable {
  /// The forecast published on one morning.
  struct Forecast: Sendable, Equatable {
    /// The label of its period.
    let period: String
    /// The 10th percentile of the period's Number.
    let low: Money
    /// The 90th percentile of the period's Number.
    let high: Money
    /// The target of the period; nil without one.
    let target: Money?
    /// The chance of reaching the target; nil if it wasn't published.
    let chance: Double?
  }

  let forecasts: [Forecast]

  /// No published forecasts.
  public static let none = PublishedForecasts([])

  /// Reads seals of kind `forecast`; other seals, and forecasts without quantiles, are ignored.
  public init(_ seals: [Seal]) {
    forecasts = seals.compactMap { seal in
      guard seal.kind == .forecast, let code = seal.body.text("currency"),
        let currency = Currency(code), let total = seal.body["total"],
        let low = total.money("p10", currency), let high = total.money("p90", currency)
      else { return nil }
      return Forecast(
        period: seal.subject, low: low, high: high, target: seal.body.money("target", currency),
        chance: seal.body.number("p_hit"))
    }
  }

  /// Scores the forecasts of periods that are over.
  ///
  /// - Parameter totals: the Number of each period in minor units, by its label.
  /// - Returns: nil if no forecast of these periods was published.
  func scores(_ totals: [String: Double]) -> ForecastAnswer.Scores? {
    let over = forecasts.filter { totals[$0.period] != nil }
    guard !over.isEmpty else { return nil }
    let entries = over.map { forecast in
      ForecastScores.Entry(
        chance: forecast.chance, low: Double(forecast.low.minor),
        high: Double(forecast.high.minor), target: forecast.target.map { Double($0.minor) },
        total: totals[forecast.period] ?? 0)
    }
    return ForecastAnswer.Scores(
      periods: Set(over.map(\.period)).count, isReplayed: false, scores: ForecastScores(entries))
  }
}

extension JSON {
  /// An amount given in major units; nil if missing or malformed.
  fileprivate func money(_ key: String, _ currency: Currency) -> Money? {
    guard let text = text(key) else { return nil }
    do { return try Money(text, currency) } catch { return nil }
  }
}
