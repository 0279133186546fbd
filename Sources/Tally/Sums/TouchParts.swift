internal import Facts
internal import Planning
internal import Ruling

/// Divides each play's share of a window among the channels and members of its touches.
///
/// Within a play, touches have their weights under the model; `markov` and `shapley` weigh plays,
/// so all touches of a play weigh the same. Shares are whole minor units by largest remainder, ties
/// by the name of the channel, then of the member.
struct TouchParts {
  /// The key of the first touch of each part.
  private(set) var keys: [Int] = []
  /// The place in the window of each part's play.
  private(set) var plays: [Int] = []
  /// Minor units of each part.
  private(set) var shares: [Int64] = []
  private var weights: [Int64] = []
  private let channelRanks: [UInt32: Int]
  private let memberRanks: [UInt32: Int]

  init(channelRanks: [UInt32: Int], memberRanks: [UInt32: Int]) {
    self.channelRanks = channelRanks
    self.memberRanks = memberRanks
  }

  /// Finds the parts of an open window, with zero shares.
  mutating func open(_ window: borrowing TouchWindow, _ model: Attribution.Model) {
    keys.removeAll(keepingCapacity: true)
    plays.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    for touch in 0..<window.rows.count where window.playOfTouch[touch] >= 0 {
      let key = window.key(ofTouch: touch)
      let weight = window.weight(ofTouch: touch, model)
      if let part = part(of: key, window.context) {
        weights[part] += weight
      } else {
        keys.append(key)
        plays.append(Int(window.playOfTouch[touch]))
        weights.append(weight)
      }
    }
    shares = Array(repeating: 0, count: keys.count)
  }

  /// The index of the part with a key's play, channel and member; nil if not found yet.
  private func part(of key: Int, _ context: SumContext) -> Int? {
    let fact = context.keys[key].fact
    return keys.firstIndex { other in
      let other = context.keys[other].fact
      return other.play == fact.play && other.channel == fact.channel && other.member == fact.member
    }
  }

  /// Adds the plays' shares to the parts, `times` times.
  mutating func give(_ window: borrowing TouchWindow, times: Int64) {
    for place in 0..<window.plays.count where window.shares[place] != 0 {
      let parts = plays.indices.filter { plays[$0] == place }
      guard parts.count > 1 else {
        if let only = parts.first { shares[only] &+= times &* window.shares[place] }
        continue
      }
      let context = window.context
      let order = parts.sorted { isBefore(keys[$0], keys[$1], context) }
      let divided = largestRemainder(window.shares[place], over: order.map { weights[$0] })
      for (part, share) in zip(order, divided) { shares[part] &+= times &* share }
    }
  }

  private func isBefore(_ left: Int, _ right: Int, _ context: SumContext) -> Bool {
    func rank(_ key: Int) -> (Int, Int) {
      let fact = context.keys[key].fact
      return (channelRanks[fact.channel] ?? -1, memberRanks[fact.member] ?? -1)
    }
    return rank(left) < rank(right)
  }
}

extension TouchWindow {
  /// The key of a touch, by its index in the window.
  func key(ofTouch touch: Int) -> Int { touches.key(rows.lowerBound + touch) }

  /// The weight of a touch among the touches of its play.
  func weight(ofTouch touch: Int, _ model: Attribution.Model) -> Int64 {
    switch model {
    case .markov, .shapley: 1
    default:
      TouchRule.weight(
        model, touch, of: rows.count, age: moment - touches.at(rows.lowerBound + touch))
    }
  }
}
