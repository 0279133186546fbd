public import Facts
public import Planning

/// Money credited to each play under several attribution models, by period.
public struct CreditTotals: CustomerSum {
  /// The attribution models to compute.
  public let models: [Attribution.Model]
  /// Weight of each play in the `markov` model, by the ledger's number of the play.
  private let removal: [Int64: Int64]
  /// Credit; row: place of the play and the credited lever; column: period and model.
  ///
  /// See ``column(_:_:)``.
  private var credit = DayGrid<Int128>()
  /// Money that no play is credited with, by period, for each model.
  private var rest: [Numbered<Int128>]
  private var plays: [Int64] = []
  /// The number of the period that contains 1970-01-01; columns count from it.
  private var firstPeriod: Int32 = 0

  /// The model, period, play and lever of an amount of credit.
  public struct Key: Hashable, Sendable {
    /// The attribution model.
    public let model: Attribution.Model
    /// The number of the period in which the money counts.
    public let period: Int32
    /// The ledger's number of the play; 0 for money that no play is credited with.
    public let play: Int64
    /// The lever that the play declares, otherwise that of its touches; nil if neither has one.
    public let lever: Lever?
  }

  private static let levers = 4
  /// Bits of a column that hold the model: room for eight models per period.
  private static let modelBits: Int32 = 3
  private static let modelMask = 7

  /// An empty sum. `removal` weighs each play for `markov`; without it that model credits nobody.
  ///
  /// The weights come from removal effects; see ``TransitionCounts``.
  public init(_ models: [Attribution.Model], removal: [Int64: Int64] = [:]) {
    self.models = models
    self.removal = removal
    rest = Array(repeating: Numbered(), count: models.count)
  }

  /// Credit in minor units; zero amounts are left out.
  public var totals: [Key: Int128] {
    var totals: [Key: Int128] = [:]
    credit.each { row, column, amount in
      let (period, model) = (column >> CreditTotals.modelBits, Int(column) & CreditTotals.modelMask)
      let lever = Lever(number: row % CreditTotals.levers)
      let play = plays[row / CreditTotals.levers]
      totals[
        Key(
          model: models[model], period: period &+ firstPeriod, play: play,
          lever: lever)] = amount
    }
    for (model, rest) in zip(models, rest) {
      for (period, amount) in rest.all {
        totals[Key(model: model, period: period, play: 0, lever: nil)] = amount
      }
    }
    return totals
  }

  /// True if the models and all totals are equal.
  public static func == (left: CreditTotals, right: CreditTotals) -> Bool {
    left.models == right.models && left.totals == right.totals
  }

  /// Adds the credit for the customers' money to the periods in which the money counts.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .touch)) else { return }
    if plays.count < context.plays.all.count { plays = context.plays.all.map(\.number) }
    firstPeriod = context.rules.period(ofDay: 0)
    let weights = removal.isEmpty ? [] : context.plays.all.map { removal[$0.number] ?? 0 }
    var spends = Spends(block, context)
    var window = TouchWindow(block, context, playWeights: weights)
    let touches = block[.touch]
    for slot in slots where !block.isLeftOut(slot) {
      spends.read(slot)
      guard spends.count > 0 else { continue }
      let refunds = Refunds(spends)
      let rows = touches.rows(of: slot)
      for index in 0..<spends.count {
        let amount = spends.amount[index]
        let (origin, before) = refunds.origin(of: index)
        guard max(spends.at[index], spends.at[origin]) >= block.since(slot) else { continue }
        let period = context.rules.period(at: spends.at[index])
        let isOpen = window.open(rows, before: spends.at[origin])
        for model in models.indices {
          let only = isOpen ? window.onlyPlay(models[model]) : -1
          if only >= 0 {
            add(amount, window, only, period, model, times)
          } else if isOpen, window.share(amount, before: before, models[model]) {
            for place in 0..<window.plays.count where window.shares[place] != 0 {
              add(window.shares[place], window, place, period, model, times)
            }
          } else {
            let whole = scaled(Int128(amount), times)
            rest[model].change(period) { $0 &+= whole }
          }
        }
      }
    }
  }

  /// Adds the share of one play of a window.
  @inline(__always)
  private mutating func add(
    _ share: Int64, _ window: borrowing TouchWindow, _ place: Int, _ period: Int32, _ model: Int,
    _ times: Int64
  ) {
    let row = Int(window.plays[place]) &* CreditTotals.levers &+ Int(window.levers[place])
    credit.change(row: row, day: column(period, model)) {
      $0 &+= scaled(Int128(share), times)
    }
  }

  @inline(__always)
  private func column(_ period: Int32, _ model: Int) -> Int32 {
    (period &- firstPeriod) << CreditTotals.modelBits &+ Int32(truncatingIfNeeded: model)
  }

  /// Adds another sum with the same models.
  public mutating func merge(_ other: CreditTotals) {
    if plays.count < other.plays.count { plays = other.plays }
    firstPeriod = max(firstPeriod, other.firstPeriod)
    credit.merge(other.credit)
    for model in rest.indices { rest[model].merge(other.rest[model]) }
  }
}
