import Foundation

/// The rules of a daily test, fixed before its first look.
public struct SequentialRules: Sendable, Equatable {
  /// The probability of a wrong call on each side, over all looks.
  public let alpha: Double
  /// The smallest lift worth having, as a share: 0.10 is ten per cent.
  public let worthwhile: Double
  /// The maximum number of looks; the last one always decides.
  public let looks: Int

  /// Rules of a daily test.
  ///
  /// - Parameters:
  ///   - alpha: Strictly between 0 and 0.5; 0.025 a side makes the shown interval a 95 % one.
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

  /// The alpha that may be spent by a look.
  ///
  /// A log-normal in information time (median 0.3, sigma 2) combined with the square of the share
  /// of looks over, so that sparse data also spends all of it by the last look. Chosen by
  /// simulation among some 45 rules; spending as in Lan and DeMets, "Discrete sequential boundaries
  /// for clinical trials", Biometrika 70 (1983).
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

/// The decision of a daily test.
public enum SequentialDecision: Sendable, Equatable {
  /// Too little data yet.
  case undecided
  /// The treated do better than the control.
  case effect
  /// The lift is below the worthwhile one.
  case tooSmall
  /// The last look came without an answer.
  case unproven
}
