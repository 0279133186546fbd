/// Finds a root of a continuous function between two points with values of opposite sign.
///
/// Source: Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 4: inverse
/// quadratic steps if they make progress, bisection otherwise.
///
/// - Parameters:
///   - low: One end.
///   - high: The other end; the function has the opposite sign there.
///   - tolerance: The tolerance, in addition to a few units in the last place.
///   - function: The function.
/// - Returns: The root; the end with the smaller absolute value if the signs are equal.
func root(
  from low: Double, to high: Double, tolerance: Double, _ function: (Double) -> Double
) -> Double {
  var (a, b) = (low, high)
  var (valueA, valueB) = (function(a), function(b))
  guard (valueA > 0) != (valueB > 0) else { return abs(valueA) < abs(valueB) ? a : b }
  var (c, valueC) = (a, valueA)
  var step = b - a
  var before = step
  for _ in 0..<200 {
    if (valueB > 0) == (valueC > 0) {
      (c, valueC) = (a, valueA)
      step = b - a
      before = step
    }
    if abs(valueC) < abs(valueB) {
      (a, b, c) = (b, c, b)
      (valueA, valueB, valueC) = (valueB, valueC, valueB)
    }
    let nearest = 2 * Double.ulpOfOne * abs(b) + tolerance / 2
    let half = (c - b) / 2
    if abs(half) <= nearest || valueB == 0 { return b }
    if abs(before) >= nearest, abs(valueA) > abs(valueB) {
      let ratio = valueB / valueA
      var (p, q) = (2 * half * ratio, 1 - ratio)
      if a != c {
        let (r, s) = (valueA / valueC, valueB / valueC)
        p = ratio * (2 * half * r * (r - s) - (b - a) * (s - 1))
        q = (r - 1) * (s - 1) * (ratio - 1)
      }
      if p > 0 { q = -q } else { p = -p }
      let isGood = 2 * p < min(3 * half * q - abs(nearest * q), abs(before * q))
      before = isGood ? step : half
      step = isGood ? p / q : half
    } else {
      step = half
      before = half
    }
    (a, valueA) = (b, valueB)
    b += abs(step) > nearest ? step : (half > 0 ? nearest : -nearest)
    valueB = function(b)
  }
  return b
}
