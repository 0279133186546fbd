/// A rate curve's pieces in integer units, with the earnings of credits that climb through them.
struct IntegerTable {
  private let ends: [Int128]
  private let rates: [Int128]

  /// Fails if a figure does not fit.
  init?(_ pieces: [RateCurve.Piece], _ units: CurveUnits) {
    var ends: [Int128] = []
    var rates: [Int128] = []
    for piece in pieces {
      guard let rate = (piece.rate * Exact(units.rate)).whole else { return nil }
      guard let end = piece.end else {
        ends.append(.max)
        rates.append(rate)
        break
      }
      guard let whole = (end * Exact(units.position)).whole else { return nil }
      ends.append(whole)
      rates.append(rate)
    }
    self.ends = ends
    self.rates = rates
  }

  /// Prices credits one after another, climbing from `start`.
  ///
  /// Credit past the last piece earns nothing. Nil if a figure does not fit.
  func climb(_ credits: [CreditPair], _ units: CurveUnits, from start: Int128) -> Priced? {
    guard let ratio = units.ratio else { return climbApart(credits, units, from: start) }
    var position = start
    var result = Priced(numerators: [], denominator: units.denominator)
    result.numerators.reserveCapacity(credits.count)
    for credit in credits {
      guard let step = IntegerTable.whole(credit.quota, units.position) else { return nil }
      let next = position.addingReportingOverflow(step)
      guard !next.overflow else { return nil }
      let earned: Int128?
      if step == 0, credit.paid != .zero {
        earned = IntegerTable.whole(credit.paid, units.position)
          .flatMap { times($0, rates[index(at: position)]) }.flatMap { times($0, ratio) }
      } else {
        earned = area(position, next.partialValue).flatMap { share($0, credit, ratio) }
      }
      guard let earned else { return nil }
      result.numerators.append(earned)
      position = next.partialValue
    }
    return result
  }

  /// The earnings of a credit's stretch, times its ratio of paid to quota credit.
  private func share(_ area: Int128, _ credit: CreditPair, _ ratio: Int128) -> Int128? {
    guard credit.paid != credit.quota else { return times(area, ratio) }
    guard let whole = IntegerTable.whole(credit.paid / credit.quota, ratio) else { return nil }
    return times(area, whole)
  }

  /// Prices credits as ``climb(_:_:from:)`` does, but each over a denominator of its own.
  private func climbApart(
    _ credits: [CreditPair], _ units: CurveUnits, from start: Int128
  ) -> Priced? {
    var position = start
    var parts: [Exact] = []
    for credit in credits {
      guard let step = IntegerTable.whole(credit.quota, units.position) else { return nil }
      let next = position.addingReportingOverflow(step)
      guard !next.overflow else { return nil }
      if step == 0 {
        parts.append(credit.paid * Exact(rates[index(at: position)], over: units.rate))
      } else {
        guard let area = area(position, next.partialValue) else { return nil }
        parts.append(Exact(area, over: units.denominator) * (credit.paid / credit.quota))
      }
      position = next.partialValue
    }
    return Priced(numerators: [], denominator: 1, parts: parts)
  }

  /// The sum of rate times width between two positions; negative if `to` is below `from`.
  private func area(_ from: Int128, _ to: Int128) -> Int128? {
    let (low, high) = from < to ? (from, to) : (to, from)
    var sum: Int128 = 0
    var start = Int128.min
    for (end, rate) in zip(ends, rates) {
      if low < end, high > start {
        let width = min(high, end) - max(low, start)
        let product = width.multipliedReportingOverflow(by: rate)
        let total = sum.addingReportingOverflow(product.partialValue)
        guard !product.overflow, !total.overflow else { return nil }
        sum = total.partialValue
      }
      start = end
    }
    return from < to ? sum : -sum
  }

  /// The index of the piece that contains a position; on a bound, the lower piece.
  private func index(at position: Int128) -> Int {
    ends.firstIndex { position <= $0 } ?? ends.count - 1
  }

  private func times(_ left: Int128, _ right: Int128) -> Int128? {
    let (product, over) = left.multipliedReportingOverflow(by: right)
    return over ? nil : product
  }

  private static func whole(_ value: Exact, _ units: Int128) -> Int128? {
    guard !value.isWhole else {
      let (product, over) = value.numerator.multipliedReportingOverflow(by: units)
      return over ? nil : product
    }
    return (value * Exact(units)).whole
  }
}

extension Exact {
  /// The value as an integer; nil if it isn't a whole number.
  var whole: Int128? { isWhole ? numerator : nil }
}
