internal import Facts
internal import Planning

/// Counts of steps from one play to the next on customers' paths: the input of the Markov model.
///
/// A customer's touches are cut at each payment (or deal won): a path is the touches since the
/// previous payment and before this one. A path with touches ends in money; the touches after the
/// last payment end in null. Paths without touches are left out.
public struct TransitionCounts: CustomerSum {
  /// Counts as a matrix, from state by to state: see ``State``.
  private var near: [Int64] = []
  /// The number of states in each dimension of ``near``; 0 before anything is counted.
  private var width = 0
  private var far: [Transition: Int64] = [:]
  private var plays: [Int64] = []

  /// A state of a path: its start, a touch of a play, or one of its ends.
  public enum State: Hashable, Sendable {
    /// Before the first touch.
    case start
    /// The path ends in a payment.
    case money
    /// The path ends without a payment.
    case null
    /// After a touch of the play with this number in the ledger.
    case play(Int64)
  }

  /// A step of a path, from one state to another.
  public struct Transition: Hashable, Sendable {
    /// The state before the step.
    public let from: State
    /// The state after the step.
    public let to: State
  }

  /// With more plays than this, counts are stored in a dictionary.
  private static let mostNear = 1500
  private static let start = 0
  private static let money = 1
  private static let null = 2
  private static let ends = 3

  /// An empty sum.
  public init() {}

  /// The count of each step; zero counts are left out.
  public var counts: [Transition: Int64] {
    var counts = far.filter { $0.value != 0 }
    for (place, count) in near.enumerated() where count != 0 {
      counts[Transition(from: state(place / width), to: state(place % width)), default: 0] += count
    }
    return counts.filter { $0.value != 0 }
  }

  /// The counts in the form of an absorbing chain, with numbered states.
  ///
  /// Start is 0, the plays follow from 1 in the order given, then money, and null last.
  public var chain: (plays: [Int64], steps: [(from: Int, to: Int, count: Int64)]) {
    let plays = plays
    var places: [Int64: Int] = [:]
    for (place, play) in plays.enumerated() { places[play] = place + 1 }
    func number(_ state: State) -> Int {
      switch state {
      case .start: 0
      case .play(let play): places[play] ?? 0
      case .money: plays.count + 1
      case .null: plays.count + 2
      }
    }
    let steps = counts.map { (from: number($0.key.from), to: number($0.key.to), count: $0.value) }
    return (plays, steps)
  }

  private func state(_ place: Int) -> State {
    switch place {
    case TransitionCounts.start: .start
    case TransitionCounts.money: .money
    case TransitionCounts.null: .null
    default: .play(plays[place - TransitionCounts.ends])
    }
  }

  /// True if all counts are equal.
  public static func == (left: TransitionCounts, right: TransitionCounts) -> Bool {
    left.counts == right.counts
  }

  /// Adds the steps of the customers' paths.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .touch)) else { return }
    makeRoom(context)
    let touches = block[.touch]
    guard touches.count > 0 else { return }
    guard width > 0 else {
      var steps: [(Int, Int)] = []
      Paths(block, context).walk(slots) { steps.append(($0, $1)) }
      for (from, to) in steps {
        far[Transition(from: state(from), to: state(to)), default: 0] += times
      }
      return
    }
    let width = width
    var counts = near.mutableSpan
    Paths(block, context).walk(slots) { from, to in counts[from &* width &+ to] &+= times }
  }

  /// Iterates over customers' paths, step by step.
  private struct Paths {
    private let block: Block
    private let context: SumContext
    private let touches: Stream
    private let money: Stream
    /// Direct readers, set if payments count as stored and both streams have the common layout.
    private let plain: (touches: PlainRows, money: PlainRows)?

    init(_ block: Block, _ context: SumContext) {
      self.block = block
      self.context = context
      touches = block[.touch]
      money = block[.money]
      if context.rules.basis == .payments, context.isMoneyOwn, let touches = PlainRows(touches),
        let money = PlainRows(money)
      {
        plain = (touches, money)
      } else {
        plain = nil
      }
    }

    /// Passes every step of the paths of some slots, as numbers of states.
    @inline(__always)
    func walk(_ slots: Range<Int>, _ step: (Int, Int) -> Void) {
      if let plain { return walk(plain.touches, plain.money, slots, step) }
      var spends = Spends(block, context)
      for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
        let rows = touches.rows(of: slot)
        guard !rows.isEmpty else { continue }
        spends.read(slot)
        var row = rows.lowerBound
        for index in 0..<spends.count where spends.amount[index] > 0 {
          let from = row
          while row < rows.upperBound, touches.at(row) < spends.at[index] { row += 1 }
          guard spends.at[index] >= block.since(slot) else { continue }
          walk(from..<row, to: TransitionCounts.money, step) { touches.key($0) }
        }
        walk(row..<rows.upperBound, to: TransitionCounts.null, step) { touches.key($0) }
      }
    }

    /// The same, reading directly from the columns.
    @inline(__always)
    private func walk(
      _ reader: PlainRows, _ payments: PlainRows, _ slots: Range<Int>, _ step: (Int, Int) -> Void
    ) {
      for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
        let rows = touches.rows(of: slot)
        guard !rows.isEmpty else { continue }
        let since = block.since(slot)
        var row = rows.lowerBound
        for payment in money.rows(of: slot) where payments.amount(payment) > 0 {
          let (from, at) = (row, payments.at(payment))
          while row < rows.upperBound, reader.at(row) < at { row += 1 }
          guard at >= since else { continue }
          walk(from..<row, to: TransitionCounts.money, step) { reader.key($0) }
        }
        walk(row..<rows.upperBound, to: TransitionCounts.null, step) { reader.key($0) }
      }
    }

    @inline(__always)
    private func walk(
      _ rows: Range<Int>, to end: Int, _ step: (Int, Int) -> Void, key: (Int) -> Int
    ) {
      var from = TransitionCounts.start
      for row in rows {
        let play = Int(context.playOfKey[key(row)])
        guard play >= 0 else { continue }
        step(from, play &+ TransitionCounts.ends)
        from = play &+ TransitionCounts.ends
      }
      if from != TransitionCounts.start { step(from, end) }
    }
  }

  private mutating func makeRoom(_ context: SumContext) {
    let count = context.plays.all.count
    if plays.count < count { plays = context.plays.all.map(\.number) }
    if count <= TransitionCounts.mostNear {
      widen(to: count + TransitionCounts.ends)
    } else if width > 0 {
      far = counts
      near = []
      width = 0
    }
  }

  /// Enlarges ``near`` to a number of states in each dimension.
  private mutating func widen(to wanted: Int) {
    guard wanted > width else { return }
    var wider = [Int64](repeating: 0, count: wanted * wanted)
    for place in near.indices { wider[place / width * wanted + place % width] = near[place] }
    near = wider
    width = wanted
  }

  /// Adds another sum.
  public mutating func merge(_ other: TransitionCounts) {
    if plays.count < other.plays.count { plays = other.plays }
    far.merge(other.far) { $0 + $1 }
    guard other.width > 0 else { return }
    widen(to: other.width)
    for (place, count) in other.near.enumerated() where count != 0 {
      near[place / other.width * width + place % other.width] += count
    }
  }
}
