internal import Facts
internal import Planning
internal import Ruling

/// The plays that touched a customer in the lookback before some money, and their shares of it.
///
/// Touches in [t − lookback, t) count. Shares are whole minor units by largest remainder, ties by
/// play id, so that plays' credit and the unattributed rest add up to the money. Negative money
/// takes back the shares of the payment it refunds: all refunds of a payment together take back
/// what a payment of their sum would have given, and a full refund takes back everything.
struct TouchWindow: ~Copyable {
  /// The plays' places in the context, in the order of their first touch.
  private(set) var plays = Lane<Int32>()
  /// The lever credited for each play, by number; 0 for none.
  private(set) var levers = Lane<UInt8>()
  /// The share of each play in minor units.
  private(set) var shares = Lane<Int64>()
  private let block: Block
  let context: SumContext
  private let lookback: Int64
  private let playWeights: [Int64]
  /// The rows of the touches that count.
  private(set) var rows = 0..<0
  /// The time of the money, in milliseconds since 1970.
  private(set) var moment: Int64 = 0
  /// All touches of the current customer.
  private var all = 0..<0
  /// The first touch in the lookback before ``moment``, and the first touch at or after it.
  private var first = 0
  private var end = 0
  /// For each touch of the window, its play's index in ``plays``; −1 for none.
  private(set) var playOfTouch = Lane<Int32>()
  /// For each play of the context, its index in ``plays``; −1 for none.
  private var placeOfPlay = Lane<Int32>()
  /// The number of touches of each play.
  private var counts = Lane<Int64>()
  private var weights = Lane<Int64>()
  private var rests = Lane<UInt64>()
  private var earlier = Lane<Int64>()

  /// Windows over the touches of a block; `playWeights` weighs plays for `markov`, by their place.
  init(_ block: Block, _ context: SumContext, playWeights: [Int64] = []) {
    self.block = block
    self.context = context
    self.playWeights = playWeights
    lookback = TouchRule.lookback(context.rules.attribution)
    placeOfPlay.fill(-1, count: context.plays.all.count)
  }

  var touches: Stream {
    @inline(__always) get { block[.touch] }
  }

  /// Selects a slot's touches in the lookback before a moment; false if there aren't any.
  ///
  /// Fastest if the moments of one customer ascend.
  @inline(__always)
  mutating func open(_ all: Range<Int>, before moment: Int64) -> Bool {
    guard !all.isEmpty else { return false }
    let touches = block[.touch]
    let start = moment - lookback
    if all != self.all || moment < self.moment {
      self.all = all
      let isLong = all.count > 24
      first = isLong ? touches.first(in: all, notBefore: start) : all.lowerBound
      end = isLong ? touches.first(in: first..<all.upperBound, notBefore: moment) : first
    }
    self.moment = moment
    while end < all.upperBound, touches.at(end) < moment { end += 1 }
    while first < end, touches.at(first) < start { first += 1 }
    guard first < end else { return false }
    if rows != first..<end {
      rows = first..<end
      gather()
    }
    return true
  }

  private mutating func gather() {
    let touches = block[.touch]
    for place in 0..<plays.count { placeOfPlay[Int(plays[place])] = -1 }
    plays.clear()
    levers.clear()
    counts.clear()
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
        counts.append(0)
      }
      counts[Int(place)] &+= 1
      playOfTouch.append(place)
    }
  }

  /// Shares an amount under a model into ``shares``, after `before` of earlier refunds.
  ///
  /// The result is the shares of `before + amount` less those of `before`.
  ///
  /// - Returns: False if the model credits no play.
  mutating func share(_ amount: Int64, before: Int64, _ model: Attribution.Model) -> Bool {
    let only = onlyPlay(model)
    if only >= 0 {
      shares.fill(count: plays.count) { $0 == only ? amount : 0 }
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

  /// The index of the play that gets the whole amount; −1 if several or none may.
  @inline(__always)
  func onlyPlay(_ model: Attribution.Model) -> Int {
    switch model {
    case .first: return Int(playOfTouch[0])
    case .last: return Int(playOfTouch[playOfTouch.count - 1])
    case .markov: return -1
    default: return plays.count == 1 ? 0 : -1
    }
  }

  /// Computes whole-number weights of the plays; returns their sum.
  @inline(__always)
  private mutating func weigh(_ model: Attribution.Model) -> Int64 {
    weights.stretch(to: plays.count)
    switch model {
    // The only touch that counts doesn't belong to a play.
    case .first, .last: return 0
    case .linear: weighTouches()
    case .position:
      weighTouches()
      weighEnds()
    case .decay: weighAges()
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
  private mutating func weighTouches() {
    for place in 0..<plays.count { weights[place] = counts[place] }
  }

  /// Adds to the first and the last touch what they weigh more than those between.
  @inline(__always)
  private mutating func weighEnds() {
    let count = playOfTouch.count
    guard count > 2 else { return }
    let end = TouchRule.position(0, of: count) - 1
    let (first, last) = (playOfTouch[0], playOfTouch[count - 1])
    if first >= 0 { weights[Int(first)] += end }
    if last >= 0 { weights[Int(last)] += end }
  }

  @inline(__always)
  private mutating func weighAges() {
    for place in 0..<plays.count { weights[place] = 0 }
    let touches = block[.touch]
    for touch in 0..<playOfTouch.count where playOfTouch[touch] >= 0 {
      weights[Int(playOfTouch[touch])] += TouchRule.decay(
        age: moment - touches.at(rows.lowerBound + touch))
    }
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
    // Small enough that the products stay below 2^64.
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

  /// Gives one unit to the largest remainder, ties to the lower play id; each remainder is used
  /// once.
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
