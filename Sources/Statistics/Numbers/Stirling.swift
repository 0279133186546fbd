import Foundation

/// The remainder of Stirling's formula for ln Γ(x), for x above zero.
///
/// It is ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π].
///
/// Source: the series of Binet's function, Abramowitz and Stegun, "Handbook of Mathematical
/// Functions", 6.1.42; below 15 by Γ(x + 1) = x Γ(x).
func stirlingRemainder(_ x: Double) -> Double {
  if x < 15 {
    // δ(x) = δ(x + 1) + (x + ½) ln(1 + 1/x) − 1
    return stirlingRemainder(x + 1) + (x + 0.5) * log1p(1 / x) - 1
  }
  let inverse = 1 / (x * x)
  let series: [Double] = [
    1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400,
  ]
  return series.reversed().reduce(0) { $0 * inverse + $1 } / x
}
