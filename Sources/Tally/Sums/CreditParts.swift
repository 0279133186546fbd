public import Facts
public import Planning

/// One period's money and activations, credited to plays, channels and members under one model.
///
/// Money is shared as in ``CreditTotals``; each play's share is divided among the channels and
/// members of its touches. An activation is credited whole to the last touch of a play in the
/// lookback before it.
public struct CreditParts: CustomerSum {
  /// The attribution model.
  public let model: Attribution.Model
  /// The number of the period.
  public let period: Int32
  /// Money and activations that no play is credited with.
  public private(set) var unattributed = Amount()
  private let removal: [Int64: Int64]
  private let channelRanks: [UInt32: Int]
  private let memberRanks: [UInt32: Int]
  /// Credit by key of the first touch, then lever.
  private var cells: [Amount] = []
  private var keys: [SumContext.Key] = []

  /// The play, lever, channel and member that are credited.
  public struct Part: Hashable, Sendable {
    /// The ledger's number of the play.
    public let play: Int64
    /// The lever that the play declares, otherwise that of its first touch; nil if neither has one.
    public let lever: Lever?
    /// The ledger's number of the channel; 0 for none.
    public let channel: Int64
    /// The ledger's number of the member; 0 for none.
    public let member: Int64
  }

  /// Credited money and activations.
  public struct Amount: Hashable, Sendable {
    /// Credited money in minor units of the business's currency.
    public var money: Int128 = 0
    /// Credited activations of customers.
    public var activations: Int64 = 0

    /// Zero money and zero activations.
    public init() {}

    /// Adds another amount.
    public static func += (sum: inout Amount, other: Amount) {
      sum.money += other.money
      sum.activations += other.activations
    }
  }

  private static let levers = 4

  /// An empty sum. `names` decide ties; `removal` weighs plays for `markov`, see ``CreditTotals``.
  public init(
    _ model: Attribution.Model, period: Int32, names: Names, removal: [Int64: Int64] = [:]
  ) {
    self.model = model
    self.period = period
    self.removal = removal
    channelRanks = CreditParts.ranks(names.channels)
    memberRanks = CreditParts.ranks(names.members.mapValues(\.text))
  }

  private static func ranks(_ names: [Int64: String]) -> [UInt32: Int] {
    let sorted = names.sorted { $0.value.utf8.lexicographicallyPrecedes($1.value.utf8) }
    var ranks: [UInt32: Int] = [:]
    for (rank, entry) in sorted.enumerated() { ranks[UInt32(entry.key)] = rank }
    return ranks
  }

  /// Credit by part; parts with zero money and zero activations are left out.
  public var parts: [Part: Amount] {
    var parts: [Part: Amount] = [:]
    for (place, amount) in cells.enumerated() where amount != Amount() {
      let fact = keys[place / CreditParts.levers].fact
      let part = Part(
        play: Int64(fact.play), lever: Lever(number: place % CreditParts.levers),
        channel: Int64(fact.channel), member: Int64(fact.member))
      parts[part, default: Amount()] += amount
    }
    return parts.filter { $0.value != Amount() }
  }

  /// True if model, period and all parts are equal.
  public static func == (left: CreditParts, right: CreditParts) -> Bool {
    left.model == right.model && left.period == right.period
      && left.unattributed == right.unattributed && left.parts == right.parts
  }

  /// Adds the credit for the customers' money and activations of the period.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .touch, .time)) else { return }
    makeRoom(context)
    let weights = removal.isEmpty ? [] : context.plays.all.map { removal[$0.number] ?? 0 }
    var spends = Spends(block, context)
    var window = TouchWindow(block, context, playWeights: weights)
    var parts = TouchParts(channelRanks: channelRanks, memberRanks: memberRanks)
    let time = block[.time]
    for slot in slots where !block.isLeftOut(slot) {
      spends.read(slot)
      let touched = block[.touch].rows(of: slot)
      share(spends, touched, context.rules, &window, &parts, times)
      let timed = time.rows(of: slot)
      guard block.customer(slot) != 0, let at = spends.activation(time, timed),
        context.rules.period(at: at) == period
      else { continue }
      activate(touched, at, &window, times)
    }
  }

  /// Shares the money of one customer.
  private mutating func share(
    _ spends: borrowing Spends, _ touched: Range<Int>, _ rules: Rules,
    _ window: inout TouchWindow, _ parts: inout TouchParts, _ times: Int64
  ) {
    let refunds = Refunds(spends)
    for index in 0..<spends.count where rules.period(at: spends.at[index]) == period {
      let amount = spends.amount[index]
      let (origin, before) = refunds.origin(of: index)
      guard window.open(touched, before: spends.at[origin]),
        window.share(before &+ amount, before: 0, model)
      else {
        unattributed.money += scaled(Int128(amount), times)
        continue
      }
      parts.open(window, model)
      parts.give(window, times: 1)
      if before != 0, window.share(before, before: 0, model) { parts.give(window, times: -1) }
      for part in parts.keys.indices where parts.shares[part] != 0 {
        let lever = Int(window.levers[parts.plays[part]])
        cells[parts.keys[part] * CreditParts.levers + lever].money +=
          scaled(Int128(parts.shares[part]), times)
      }
    }
  }

  /// Credits one customer's activation to the last touch of a play before it.
  private mutating func activate(
    _ touched: Range<Int>, _ at: Int64, _ window: inout TouchWindow, _ times: Int64
  ) {
    guard window.open(touched, before: at),
      let last = (0..<window.rows.count).last(where: { window.playOfTouch[$0] >= 0 })
    else {
      unattributed.activations += times
      return
    }
    let lever = Int(window.levers[Int(window.playOfTouch[last])])
    cells[window.key(ofTouch: last) * CreditParts.levers + lever].activations += times
  }

  private mutating func makeRoom(_ context: SumContext) {
    if keys.count < context.keys.count { keys = context.keys }
    let missing = keys.count * CreditParts.levers - cells.count
    if missing > 0 { cells += repeatElement(Amount(), count: missing) }
  }

  /// Adds another sum with the same period and model.
  public mutating func merge(_ other: CreditParts) {
    unattributed += other.unattributed
    if keys.count < other.keys.count { keys = other.keys }
    let missing = other.cells.count - cells.count
    if missing > 0 { cells += repeatElement(Amount(), count: missing) }
    for (place, amount) in other.cells.enumerated() { cells[place] += amount }
  }
}
