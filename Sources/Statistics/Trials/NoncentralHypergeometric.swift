import Foundation

/// The number of m events that fall on treated units with `odds` times a control unit's odds.
///
/// Fisher's noncentral hypergeometric distribution: P(x) ∝ C(treated, x) C(control, m − x) oddsˣ.
///
/// Source: Fog, "Sampling methods for Wallenius' and Fisher's noncentral hypergeometric
/// distributions", Communications in Statistics 37 (2008), section 2; the mode as in Liao and
/// Rosen, "Fast and stable algorithms for computing and sampling from the noncentral hypergeometric
/// distribution", The American Statistician 55 (2001), equation 4.
struct NoncentralHypergeometric: Sendable {
  /// The lowest value that is kept.
  let first: Int
  /// The probabilities of `first`, `first` + 1 and so on; those below 10⁻¹⁸ of the mode's are cut
  /// off.
  let chances: [Double]
  let mean: Double
  let variance: Double

  private static let cut = 1e-18

  /// A distribution; `events` is within 0 … treated + control, and `odds` above zero.
  init(events: Int, treated: Int, control: Int, odds: Double) {
    let lowest = max(0, events - control)
    let highest = min(events, treated)
    let up = { (x: Int) in  // P(x + 1) / P(x)
      odds * Double(treated - x) * Double(events - x)
        / (Double(x + 1) * Double(control - events + x + 1))
    }
    var mode = Self.mode(events, treated, control, odds).clamped(to: lowest...highest)
    while mode < highest, up(mode) > 1 { mode += 1 }
    while mode > lowest, up(mode - 1) < 1 { mode -= 1 }

    var below: [Double] = []
    var weight = 1.0
    var x = mode
    while x > lowest {
      weight /= up(x - 1)
      guard weight >= Self.cut else { break }
      below.append(weight)
      x -= 1
    }
    first = x
    var weights = Array(below.reversed())
    weights.append(1)
    weight = 1
    x = mode
    while x < highest {
      weight *= up(x)
      guard weight >= Self.cut else { break }
      weights.append(weight)
      x += 1
    }
    var total = 0.0
    var shift = 0.0
    for index in weights.indices {
      total += weights[index]
      shift += weights[index] * Double(first + index - mode)
    }
    shift /= total
    var spread = 0.0
    for index in weights.indices {
      let distance = Double(first + index - mode) - shift
      spread += weights[index] * distance * distance
      weights[index] /= total
    }
    chances = weights
    mean = Double(mode) + shift
    variance = spread / total
  }

  private static func mode(_ events: Int, _ treated: Int, _ control: Int, _ odds: Double) -> Int {
    let a = odds - 1
    let b = -(Double(events + treated + 2) * odds + Double(control - events))
    let c = odds * Double(events + 1) * Double(treated + 1)
    let root = max(0, b * b - 4 * a * c).squareRoot()
    return Int(b > 0 ? (b + root) / (-2 * a) : 2 * c / (root - b))
  }
}

extension Int {
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
