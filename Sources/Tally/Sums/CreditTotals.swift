public import Facts
public import Planning

/// Money credited to each play under several attribution models, by period.
public struct CreditTotals: CustomerSum {
  /// The models asked for.
  public let models: [Attribution.Model]
  /// What `markov` weighs each play, by the ledger's number of it.
  private let removal: [Int64: Int64]
  /// Row: place of the play, the lever that gets it and the model; column: the period.
  private var credit = DayGrid<Int128>()
  /// Money that no play gets, one for each model.
  private var rest: [Numbered<Int128>]
  private var plays: [Int64] = []

  /// What was credited to whom.
  public struct Key: Hashable, Sendable {
    /// By which rule.
    public let model: Attribution.Model
    /// The number of the period in which the money counts.
    public let period: Int32
    /// The ledger's number of the play; 0 for money that no play gets.
    public let play: Int64
    /// The lever of the play, or where it declares none that of its touches; nil for neither.
    public let lever: Lever?
  }

  private static let levers = 4

  /// Nothing yet. `removal` is what `markov` weighs each play, from its removal effect; see
  /// ``TransitionCounts``. Without it that model credits nobody.
  public init(_ models: [Attribution.Model], removal: [Int64: Int64] = [:]) {
    self.models = models
    self.removal = removal
    rest = Array(repeating: Numbered(), count: models.count)
  }

  /// Minor units; what comes to nothing is left out.
  public var totals: [Key: Int128] {
    var totals: [Key: Int128] = [:]
    credit.each { row, period, amount in
      let model = row % models.count
      let lever = row / models.count % CreditTotals.levers
      let play = plays[row / models.count / CreditTotals.levers]
      totals[
        Key(
          model: models[model], period: period, play: play, lever: Lever(number: lever))] = amount
    }
    for (model, rest) in zip(models, rest) {
      for (period, amount) in rest.all {
        totals[Key(model: model, period: period, play: 0, lever: nil)] = amount
      }
    }
    return totals
  }

  /// Equal where every total is.
  public static func == (left: CreditTotals, right: CreditTotals) -> Bool {
    left.models == right.models && left.totals == right.totals
  }

  /// Adds the credit for the customers' money to the periods in which it counts.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    guard context.changed.meets(.of(.money, .deal, .touch)) else { return }
    if plays.count < context.plays.all.count { plays = context.plays.all.map(\.number) }
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
          if isOpen, window.share(amount, before: before, models[model]) {
            add(window, period, model, times)
          } else {
            let whole = Int128(times) * Int128(amount)
            rest[model].change(period) { $0 += whole }
          }
        }
      }
    }
  }

  @inline(__always)
  private mutating func add(
    _ window: borrowing TouchWindow, _ period: Int32, _ model: Int, _ times: Int64
  ) {
    for place in 0..<window.plays.count where window.shares[place] != 0 {
      let lever = Int(window.levers[place])
      let row = (Int(window.plays[place]) * CreditTotals.levers + lever) * models.count + model
      credit.add(Int128(times) * Int128(window.shares[place]), row: row, day: period)
    }
  }

  /// Adds what another sum of the same models holds.
  public mutating func merge(_ other: CreditTotals) {
    if plays.count < other.plays.count { plays = other.plays }
    credit.merge(other.credit)
    for model in rest.indices { rest[model].merge(other.rest[model]) }
  }
}
