/// One correction for a locked period, paid as a line of the open period.
struct TrueUp: Hashable {
  /// The label of the locked period.
  let period: String
  /// The id of the fact that causes it.
  ///
  /// Nil for the sum of other lines of the period that moved because of such facts.
  let fact: String?
  /// The amount in minor units.
  let pay: Int128
  let kind: Kind

  enum Kind: Hashable {
    /// A fact that was not known when the period was locked.
    case new
    /// A fact that no longer counts.
    case gone
    /// Other lines whose pay changed.
    case moved
  }

  /// Compares a period's locked lines with its lines as computed now.
  ///
  /// - Parameters:
  ///   - period: The label of the locked period.
  ///   - was: The lines as locked.
  ///   - now: The lines as computed now.
  ///   - settled: Earlier true-up lines for the period.
  /// - Returns: The differences, less what was settled.
  static func differences(
    of period: String, was: [LockedRun.LockedLine], now: [PayLine], settled: [LockedRun.LockedLine]
  ) -> [TrueUp] {
    var old: [String: Int128] = [:]
    var new: [String: Int128] = [:]
    for line in was { if let fact = line.fact { old[fact, default: 0] += line.pay } }
    for line in now { if let fact = line.fact { new[fact, default: 0] += line.pay } }
    var paid: [String?: Int128] = [:]
    for line in settled { paid[line.fact, default: 0] += line.pay }
    let sumWas = was.reduce(Int128(0)) { $0 + $1.pay }
    let sumNow = now.reduce(Int128(0)) { $0 + $1.pay }
    var left = sumNow - sumWas - settled.reduce(0) { $0 + $1.pay }
    var lines: [TrueUp] = []
    func take(_ fact: String, _ pay: Int128, _ kind: Kind) {
      let rest = pay - (paid[fact] ?? 0)
      guard rest != 0 else { return }
      lines.append(TrueUp(period: period, fact: fact, pay: rest, kind: kind))
      left -= rest
    }
    var seen: Set<String> = []
    for line in now {
      if let fact = line.fact, old[fact] == nil, seen.insert(fact).inserted {
        take(fact, new[fact] ?? 0, .new)
      }
    }
    for line in was {
      if let fact = line.fact, new[fact] == nil, seen.insert(fact).inserted {
        take(fact, -(old[fact] ?? 0), .gone)
      }
    }
    if left != 0 { lines.append(TrueUp(period: period, fact: nil, pay: left, kind: .moved)) }
    return lines
  }
}
