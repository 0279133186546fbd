public import Facts
internal import Statistics

/// Forecasts as they were published, morning by morning.
public struct PublishedForecasts: Sendable {
  /// One morning's.
  struct Forecast: Sendable, Equatable {
    /// The label of its period.
    let period: String
    /// One time in ten it is less.
    let low: Money
    /// Nine times in ten it is less.
    let high: Money
    /// Nil where there was none.
    let target: Money?
    /// Of the target; nil where it was not told.
    let chance: Double?
  }

  let forecasts: [Forecast]

  /// Nothing was published.
  public static let none = PublishedForecasts([])

  /// Reads seals of kind `forecast`; others, and what has no quantiles, are left out.
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

  /// How the forecasts of some periods did.
  ///
  /// - Parameter totals: What each period came to in minor units, by its label, for periods that are over.
  /// - Returns: nil where nothing was published of them.
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
  /// An amount in major units; nil where there is none.
  fileprivate func money(_ key: String, _ currency: Currency) -> Money? {
    guard let text = text(key) else { return nil }
    do { return try Money(text, currency) } catch { return nil }
  }
}
