import Foundation

/// What is fixed before the first look of a test that is looked at every day.
public struct SequentialRules: Sendable, Equatable {
  /// The chance of a wrong call on each side over all looks.
  public let alpha: Double
  /// The smallest lift worth having, as a share: 0.10 is ten per cent.
  public let worthwhile: Double
  /// How many looks there are at most; the last one always decides.
  public let looks: Int

  /// - Parameters:
  ///   - alpha: Within 0 … 0.5, ends excluded; 0.025 a side makes the shown interval a 95 % one.
  ///   - worthwhile: Above zero.
  ///   - looks: At least 1.
  public init(alpha: Double = 0.025, worthwhile: Double = 0.10, looks: Int = 90) {
    precondition(alpha > 0 && alpha < 0.5 && worthwhile > 0 && looks > 0)
    self.alpha = alpha
    self.worthwhile = worthwhile
    self.looks = looks
  }

  /// The rate ratio of the smallest lift worth having.
  var worthwhileRatio: Double { 1 + worthwhile }

  /// Information at time 1, in units of 1 / (log ratio)²: (z at 1 − alpha + z at 0.8)².
  ///
  /// A test with one look and this information finds the worthwhile lift with 80 % power.
  var fullInformation: Double {
    let sum = Normal.quantile(1 - alpha) + Normal.quantile(0.8)
    return sum * sum
  }

  /// How much of alpha may be spent by a look.
  ///
  /// A log-normal in information time (median 0.3, sigma 2) joined with the square of the share of
  /// looks gone, so that thin data still spends all by the last look. Chosen by simulation among some
  /// 45 rules; spending as in Lan and DeMets, "Discrete sequential boundaries for clinical trials",
  /// Biometrika 70 (1983).
  ///
  /// - Parameters:
  ///   - time: Information time, at least 0.
  ///   - look: 1 for the first.
  /// - Returns: At most alpha, which is reached at the last look.
  func spending(time: Double, look: Int) -> Double {
    guard look < looks else { return alpha }
    let byInformation = time > 0 ? Normal.cumulative((log(time) - log(0.3)) / 2) : 0
    let gone = Double(look) / Double(looks)
    return alpha * (1 - (1 - byInformation) * (1 - gone * gone))
  }
}

/// What a test that is looked at every day says.
public enum SequentialDecision: Sendable, Equatable {
  /// Not enough seen yet.
  case undecided
  /// The treated do better than the control.
  case effect
  /// The lift is below the worthwhile one.
  case tooSmall
  /// The last look came without an answer.
  case unproven
}
