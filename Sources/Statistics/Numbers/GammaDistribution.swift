import Foundation

/// The gamma distribution, by shape and scale.
public struct GammaDistribution: Sendable, Equatable {
  /// The shape, above zero.
  public let shape: Double
  /// The scale, above zero, in units of the amount.
  public let scale: Double

  /// A distribution with a shape and a scale, each above zero.
  public init(shape: Double, scale: Double) {
    precondition(shape > 0 && scale > 0, "shape and scale are above zero")
    self.shape = shape
    self.scale = scale
  }

  /// The probability of an amount up to `amount`.
  public func cumulative(_ amount: Double) -> Double {
    amount > 0 ? incompleteGamma(shape, amount / scale).lower : 0
  }

  /// The probability of an amount above `amount`.
  public func upperTail(_ amount: Double) -> Double {
    amount > 0 ? incompleteGamma(shape, amount / scale).upper : 1
  }

  /// The quantile at `p`; 0 at 0 and ∞ at 1.
  ///
  /// Newton's method on the logs of the smaller tail and of the amount: the logs of both tails are
  /// concave in the log of the amount, so that the steps approach from one side.
  public func quantile(_ p: Double) -> Double {
    guard p > 0 else { return 0 }
    guard p < 1 else { return .infinity }
    // In the lower tail P(x) = xᵃ / Γ(a + 1); this is the starting point there and for small
    // shapes.
    let bottom = (log(p) + logGamma(shape + 1)) / shape
    if bottom < -650 { return scale * exp(bottom) }
    let z = Normal.quantile(p)
    let cubic = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
    var x = cubic > 0.2 ? shape * cubic * cubic * cubic : exp(bottom)
    let fromBelow = p <= 0.5
    let goal = fromBelow ? log(p) : log1p(-p)
    for _ in 0..<60 {
      let tails = incompleteGamma(shape, x)
      let tail = fromBelow ? tails.lower : tails.upper
      guard tail > 0 else {
        x *= fromBelow ? 2 : 0.5
        continue
      }
      let slope = x * gammaDensity(shape, x) / tail
      guard slope > 0 else { break }
      let step = (log(tail) - goal) / (fromBelow ? -slope : slope)
      x *= exp(min(max(step, -2), 2))
      if abs(step) < 4e-16 { break }
    }
    return scale * x
  }
}

/// ln Γ(x) for x above zero.
func logGamma(_ x: Double) -> Double {
  (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + stirlingRemainder(x)
}

/// The density of the standard gamma distribution of shape `a` at `x`.
///
/// The exponent is computed without large terms that cancel.
///
/// Source: Loader, "Fast and accurate computation of binomial probabilities" (2000).
func gammaDensity(_ a: Double, _ x: Double) -> Double {
  let exponent = -a * deviance(x, of: a) - stirlingRemainder(a)
  return exp(exponent) * (a / (2 * Double.pi)).squareRoot() / x
}

/// e − ln(1 + e) with 1 + e = x / a, accurate near x = a too.
private func deviance(_ x: Double, of a: Double) -> Double {
  let excess = (x - a) / a
  guard abs(excess) < 0.1 else { return excess - log(x / a) }
  // ln(1 + e) = 2 artanh v with v = e / (2 + e); the remainder of e − ln(1 + e) is a short series.
  let v = excess / (2 + excess)
  let square = v * v
  var sum = 0.0
  for k in stride(from: 21, through: 3, by: -2) { sum = (sum + 1 / Double(k)) * square }
  return v * (excess - 2 * sum)
}

/// Both regularised incomplete gamma functions, P(a, x) and Q(a, x), for a and x above zero.
///
/// Source: series and continued fraction as in Gautschi, "A computational procedure for incomplete
/// gamma functions", ACM TOMS 5 (1979); for shapes above a million the uniform expansion of Temme,
/// "The asymptotic expansion of the incomplete gamma functions", SIAM J. Math. Anal. 10 (1979), to
/// order 1/a.
func incompleteGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
  if a > 1e6 { return uniformGamma(a, x) }
  let density = gammaDensity(a, x)
  if x < a + 1 {
    var term = 1.0
    var sum = 1.0
    var n = 1.0
    while term > sum * 1e-17 {
      term *= x / (a + n)
      sum += term
      n += 1
    }
    let lower = min(density * x / a * sum, 1)
    return (lower, 1 - lower)
  }
  // Lentz's method for the continued fraction.
  var b = x + 1 - a
  var c = 1e300
  var d = 1 / b
  var fraction = d
  var n = 1.0
  while n < 1e7 {
    let numerator = -n * (n - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    let factor = c * d
    fraction *= factor
    if abs(factor - 1) < 1e-16 { break }
    n += 1
  }
  let upper = min(density * x * fraction, 1)
  return (1 - upper, upper)
}

private func uniformGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
  let excess = (x - a) / a
  let half = deviance(x, of: a)
  let eta = (excess < 0 ? -1 : 1) * (2 * half).squareRoot()
  let first =
    abs(eta) < 0.05
    ? -1.0 / 3 + eta * (1.0 / 12 + eta * (-2.0 / 135 + eta * (1.0 / 864 + eta / 2835)))
    : 1 / excess - 1 / eta
  let second = abs(eta) < 0.05 ? -1.0 / 540 - eta / 288 : 0
  let rest = exp(-a * half) / (2 * Double.pi * a).squareRoot() * (first + second / a)
  let place = eta * a.squareRoot()
  return (Normal.cumulative(place) - rest, Normal.upperTail(place) + rest)
}
