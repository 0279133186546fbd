internal import Facts
internal import Ruling

/// Maps a customer's refunds to their payments, with the amounts of earlier refunds.
struct Refunds {
  private var refunds: [Refund] = []

  private struct Refund {
    /// The refund's index in the customer's money.
    let index: Int
    /// The payment's index in the customer's money.
    let origin: Int
    /// Minor units taken back by earlier refunds of the payment; zero or less.
    let before: Int64
  }

  /// With more refunds than this, payments are found through a dictionary.
  private static let few = 16

  /// Reads a customer's money. Does almost nothing if there are no refunds.
  @inline(__always)
  init(_ spends: borrowing Spends) {
    var first = 0
    while first < spends.count, spends.amount[first] >= 0 { first += 1 }
    if first < spends.count { read(spends, from: first) }
  }

  /// Reads the refunds, of which the first is at `first`.
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
    var taken: [Int: RefundRule] = [:]
    for refund in found {
      let place = found.count > Refunds.few ? places[refund.of] : spends.place(of: refund.of)
      guard let origin = place else { continue }
      let before = taken[origin, default: RefundRule()].take(spends.amount[refund.index])
      refunds.append(Refund(index: refund.index, origin: origin, before: before))
    }
  }

  /// The index of the payment whose touches share an amount, and the earlier refunds of it.
  @inline(__always)
  func origin(of index: Int) -> (origin: Int, before: Int64) {
    refunds.isEmpty ? (index, 0) : search(index)
  }

  private func search(_ index: Int) -> (origin: Int, before: Int64) {
    let place = refunds.partitioningIndex { $0.index >= index }
    guard place < refunds.count, refunds[place].index == index else { return (index, 0) }
    return (refunds[place].origin, refunds[place].before)
  }
}
