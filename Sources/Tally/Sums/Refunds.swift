internal import Facts

/// Which payment each of a customer's refunds takes back, and what earlier refunds took of it.
struct Refunds {
  private var refunds: [Refund] = []

  private struct Refund {
    /// Its place among the customer's money.
    let index: Int
    /// The payment's.
    let origin: Int
    /// Minor units that earlier refunds took back.
    let before: Int64
    /// The same with this one's.
    let after: Int64
  }

  /// With more refunds than this, payments are looked up.
  private static let few = 16

  /// Reads a customer's money. Costs nothing where there are no refunds.
  @inline(__always)
  init(_ spends: borrowing Spends) {
    var first = 0
    while first < spends.count, spends.amount[first] >= 0 { first += 1 }
    if first < spends.count { read(spends, from: first) }
  }

  /// Reads the refunds from the first on.
  @inline(never)
  private mutating func read(_ spends: borrowing Spends, from first: Int) {
    var found: [(index: Int, of: Int64)] = []
    for index in first..<spends.count where spends.amount[index] < 0 {
      let of = spends.of(index)
      if of != 0 { found.append((index, of)) }
    }
    var places: [Int64: Int] = [:]
    if found.count > Refunds.few {
      for index in 0..<spends.count { places[spends.number(index)] = index }
    }
    var latest: [Int: Int] = [:]
    for refund in found {
      let place = found.count > Refunds.few ? places[refund.of] : spends.place(of: refund.of)
      guard let origin = place else { continue }
      let before = latest[origin].map { refunds[$0].after } ?? 0
      latest[origin] = refunds.count
      // More taken back than can be told in 64 bits starts anew, so that before + amount never overflows.
      let amount = spends.amount[refund.index]
      let (sum, over) = before.addingReportingOverflow(amount)
      refunds.append(
        Refund(
          index: refund.index, origin: origin, before: over ? 0 : before, after: over ? amount : sum
        ))
    }
  }

  /// The place of the payment whose touches share an amount, and what was taken of it before.
  @inline(__always)
  func origin(of index: Int) -> (origin: Int, before: Int64) {
    refunds.isEmpty ? (index, 0) : search(index)
  }

  private func search(_ index: Int) -> (origin: Int, before: Int64) {
    let place = refunds.place { $0.index < index }
    guard place < refunds.count, refunds[place].index == index else { return (index, 0) }
    return (refunds[place].origin, refunds[place].before)
  }
}
