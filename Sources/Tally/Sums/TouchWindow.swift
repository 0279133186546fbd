import Foundation
internal import Facts
internal import Planning

/// The plays that touched a customer in the lookback before some money, and how they share it.
///
/// Touches in [t − lookback, t) count. Shares are whole minor units by largest remainder, ties by play id,
/// so that plays' credit and the unattributed rest add up to the money. Negative money takes back the
/// shares of what it refunds: refunds of one payment together take back what a payment of their sum would
/// have given, and in full all that was given.
struct TouchWindow: ~Copyable {
  /// Places of the plays, in the order in which they first touched.
  private(set) var plays = Lane<Int32>()
  /// Numbers of the levers that get their share; 0 for none.
  private(set) var levers = Lane<UInt8>()
  /// Minor units, one for each play.
  private(set) var shares = Lane<Int64>()
  let touches: Stream
  let context: SumContext
  private let lookback: Int64
  private let playWeights: [Int64]
  /// Rows of the touches that count.
  private(set) var rows = 0..<0
  /// The money's, in milliseconds since 1970.
  private(set) var moment: Int64 = 0
  /// For each touch of the window the place in ``plays``.
  private(set) var playOfTouch = Lane<Int32>()
  /// For each play of the context the place in ``plays``; −1 for none.
  private var placeOfPlay = Lane<Int32>()
  private var weights = Lane<Int64>()
  private var rests = Lane<UInt64>()
  private var earlier = Lane<Int64>()

  /// Windows over the touches of a block; `playWeights` is what `markov` weighs each play, by its place.
  init(_ block: Block, _ context: SumContext, playWeights: [Int64] = []) {
    touches = block[.touch]
    self.context = context
    self.playWeights = playWeights
    lookback = Int64(context.rules.attribution.lookback) * 86_400_000
    placeOfPlay.fill(-1, count: context.plays.all.count)
  }

  /// Looks at the touches of a slot before a moment; false where none counts.
  @inline(__always)
  mutating func open(_ all: Range<Int>, before moment: Int64) -> Bool {
    guard !all.isEmpty else { return false }
    self.moment = moment
    let start = moment - lookback
    var first = all.lowerBound
    var end = all.upperBound
    if all.count > 24 {
      end = touches.first(in: all, notBefore: moment)
      first = touches.first(in: all.lowerBound..<end, notBefore: start)
    } else {
      while end > first, touches.at(end - 1) >= moment { end -= 1 }
      while first < end, touches.at(first) < start { first += 1 }
    }
    guard first < end else { return false }
    rows = first..<end
    gather()
    return true
  }

  private mutating func gather() {
    for place in 0..<plays.count { placeOfPlay[Int(plays[place])] = -1 }
    plays.clear()
    levers.clear()
    playOfTouch.clear()
    for row in rows {
      let key = touches.key(row)
      let play = context.playOfKey[key]
      guard play >= 0 else {
        playOfTouch.append(-1)
        continue
      }
      var place = placeOfPlay[Int(play)]
      if place < 0 {
        place = Int32(truncatingIfNeeded: plays.count)
        placeOfPlay[Int(play)] = place
        plays.append(play)
        levers.append(context.keys[key].playLever)
      }
      playOfTouch.append(place)
    }
  }

  /// Shares an amount under a model, less what the same would have shared of `before`: see ``shares``.
  ///
  /// - Returns: false where the model gives no play anything.
  mutating func share(_ amount: Int64, before: Int64, _ model: Attribution.Model) -> Bool {
    if let only = onlyPlay(model) {
      shares.fill(0, count: plays.count)
      shares[only] = amount
      return true
    }
    let total = weigh(model)
    guard total > 0 else { return false }
    if before != 0 {
      divide(before, total)
      earlier.clear()
      for place in 0..<plays.count { earlier.append(shares[place]) }
      divide(before &+ amount, total)
      for place in 0..<plays.count { shares[place] -= earlier[place] }
    } else {
      divide(amount, total)
    }
    return true
  }

  /// The place of the play that gets all of it; nil where there may be several.
  @inline(__always)
  private func onlyPlay(_ model: Attribution.Model) -> Int? {
    switch model {
    case .first: return playOfTouch[0] >= 0 ? Int(playOfTouch[0]) : nil
    case .last:
      let last = playOfTouch[playOfTouch.count - 1]
      return last >= 0 ? Int(last) : nil
    case .markov: return nil
    default: return plays.count == 1 ? 0 : nil
    }
  }

  /// Whole-number weights of the plays; gives their sum.
  @inline(__always)
  private mutating func weigh(_ model: Attribution.Model) -> Int64 {
    weights.fill(0, count: plays.count)
    let count = playOfTouch.count
    switch model {
    case .first: add(1, to: playOfTouch[0])
    case .last: add(1, to: playOfTouch[count - 1])
    case .linear: for touch in 0..<count { add(1, to: playOfTouch[touch]) }
    case .position: weighPositions(count)
    case .decay:
      for (touch, row) in rows.enumerated() {
        add(TouchWindow.decayWeight(age: moment - touches.at(row)), to: playOfTouch[touch])
      }
    case .markov:
      for place in 0..<plays.count {
        let play = Int(plays[place])
        weights[place] = play < playWeights.count ? playWeights[play] : 0
      }
    case .shapley: for place in 0..<plays.count { weights[place] = 1 }
    }
    var total: Int64 = 0
    for place in 0..<plays.count { total += weights[place] }
    return total
  }

  @inline(__always)
  private mutating func add(_ weight: Int64, to place: Int32) {
    if place >= 0 { weights[Int(place)] += weight }
  }

  /// 40 % to the first and the last, 20 % over those between; one touch 100, two 50 and 50.
  private mutating func weighPositions(_ count: Int) {
    for touch in 0..<count { add(1, to: playOfTouch[touch]) }
    guard count > 2 else { return }
    let end = Int64(2 * (count - 2)) - 1
    add(end, to: playOfTouch[0])
    add(end, to: playOfTouch[count - 1])
  }

  /// 2^(−age / 7 days) in units of 2^−24, by whole hours of age in milliseconds.
  static func decayWeight(age: Int64) -> Int64 {
    let hours = age / 3_600_000
    return hours < 24 * 7 * 24 ? decayTable[Int(hours)] : 1
  }

  private static let decayTable: [Int64] = (0..<24 * 7 * 24).map { hours in
    max(1, Int64((16_777_216 * exp2(-Double(hours) / 168)).rounded()))
  }

  /// Largest remainder over the plays' weights, into ``shares``.
  @inline(__always)
  private mutating func divide(_ amount: Int64, _ total: Int64) {
    let count = plays.count
    shares.clear()
    if count == 1 {
      shares.append(amount)
      return
    }
    let size = amount.magnitude
    // Small enough that products stay below 2^64.
    guard size < 1 << 31, total < 1 << 32 else { return divideWide(amount, total) }
    rests.clear()
    var left = size
    let divisor = UInt64(total)
    for place in 0..<count {
      let (share, rest) = (size &* UInt64(weights[place])).quotientAndRemainder(dividingBy: divisor)
      shares.append(Int64(share))
      rests.append(rest)
      left &-= share
    }
    while left > 0 {
      give()
      left &-= 1
    }
    if amount < 0 { for place in 0..<count { shares[place] = -shares[place] } }
  }

  /// One unit to the largest remainder, ties to the lower play id; a remainder is used once.
  private mutating func give() {
    var best = 0
    for place in 1..<plays.count {
      let (rest, highest) = (rests[place], rests[best])
      if rest > highest || (rest == highest && rank(place) < rank(best)) { best = place }
    }
    shares[best] += 1
    rests[best] = 0
  }

  private func rank(_ place: Int) -> Int32 { context.plays.all[Int(plays[place])].rank }

  @inline(never)
  private mutating func divideWide(_ amount: Int64, _ total: Int64) {
    var order: [Int] = []
    for place in 0..<plays.count { order.append(place) }
    order.sort { rank($0) < rank($1) }
    let divided = largestRemainder(amount, over: order.map { weights[$0] })
    for _ in order { shares.append(0) }
    for (place, share) in zip(order, divided) { shares[place] = share }
  }
}

/// Which payment each of a customer's refunds takes back, and what earlier refunds took of it.
struct Refunds {
  private var origins: [Int: (origin: Int, before: Int64)] = [:]

  /// Reads a customer's money. Costs nothing where there are no refunds.
  init(_ spends: borrowing Spends) {
    var refunds: [(index: Int, of: Int64)] = []
    for index in 0..<spends.count where spends.amount[index] < 0 {
      let of = spends.of(index)
      if of != 0 { refunds.append((index, of)) }
    }
    guard !refunds.isEmpty else { return }
    var places: [Int64: Int] = [:]
    for index in 0..<spends.count { places[spends.number(index)] = index }
    var taken: [Int64: Int64] = [:]
    for refund in refunds {
      guard let origin = places[refund.of] else { continue }
      let before = taken[refund.of] ?? 0
      origins[refund.index] = (origin, before)
      // More taken back than can be told in 64 bits starts anew.
      let (sum, over) = before.addingReportingOverflow(spends.amount[refund.index])
      taken[refund.of] = over ? 0 : sum
    }
  }

  /// The place of the payment whose touches share an amount, and what was taken of it before.
  @inline(__always)
  func origin(of index: Int) -> (origin: Int, before: Int64) {
    origins.isEmpty ? (index, 0) : origins[index] ?? (index, 0)
  }
}
