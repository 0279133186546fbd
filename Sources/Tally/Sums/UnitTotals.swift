public import Facts
internal import Planning

/// Totals of units of customers (regions, say) by stretch of days, for plays assigned by a rule.
public struct UnitTotals: CustomerSum {
  /// The unit of each customer, and the stretches of days.
  public struct Grid: Sendable, Equatable {
    /// The unit's index for each customer number; −1 for none.
    public let unitOfCustomer: [Int32]
    /// The number of units.
    public let units: Int
    /// The first day of the first stretch.
    public let first: Int32
    /// The length of a stretch in days.
    public let length: Int32
    /// The number of stretches.
    public let stretches: Int

    /// A cut from its parts.
    public init(
      unitOfCustomer: [Int32], units: Int, first: Int32, length: Int32, stretches: Int
    ) {
      self.unitOfCustomer = unitOfCustomer
      self.units = units
      self.first = first
      self.length = length
      self.stretches = stretches
    }
  }

  private let cut: Grid
  private let goal: PlayDeclaration.Goal
  private var cells: [Int128]

  /// An empty sum for a goal.
  public init(_ cut: Grid, _ goal: PlayDeclaration.Goal) {
    self.cut = cut
    self.goal = goal
    cells = [Int128](repeating: 0, count: cut.units * cut.stretches)
  }

  /// One row per unit, one column per stretch: activations, paying customers, net money or seconds.
  public var totals: [[Int128]] {
    (0..<cut.units).map { Array(cells[$0 * cut.stretches..<($0 + 1) * cut.stretches]) }
  }

  /// Adds the customers to the rows of their units.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    var spends = Spends(block, context)
    let time = block[.time]
    let byTime = context.rules.activation.time != nil
    for slot in slots where !block.isLeftOut(slot) {
      let customer = block.customer(slot)
      guard customer > 0, customer < cut.unitOfCustomer.count else { continue }
      let unit = Int(cut.unitOfCustomer[customer])
      guard unit >= 0 else { continue }
      let rows = time.rows(of: slot)
      spends.read(slot)
      switch goal {
      case .activation:
        if let at = spends.activation(time, byTime ? rows : 0..<0) {
          add(1, unit, context.rules.day(at), times)
        }
      case .retention:
        var last = -1
        for index in 0..<spends.count where spends.amount[index] > 0 {
          guard let stretch = stretch(context.rules.day(spends.at[index])), stretch != last else {
            continue
          }
          last = stretch
          cells[unit * cut.stretches + stretch] += Int128(times)
        }
      case .money:
        for index in 0..<spends.count {
          add(Int128(spends.amount[index]), unit, context.rules.day(spends.at[index]), times)
        }
      case .time:
        for row in rows {
          add(Int128(time.amount(row)), unit, context.rules.day(time.at(row)), times)
        }
      }
    }
  }

  private mutating func add(_ amount: Int128, _ unit: Int, _ day: Int32, _ times: Int64) {
    guard let stretch = stretch(day) else { return }
    cells[unit * cut.stretches + stretch] += amount * Int128(times)
  }

  private func stretch(_ day: Int32) -> Int? {
    guard day >= cut.first else { return nil }
    let stretch = Int((day - cut.first) / cut.length)
    return stretch < cut.stretches ? stretch : nil
  }

  /// Adds another sum with the same cut and goal.
  public mutating func merge(_ other: UnitTotals) {
    for place in cells.indices { cells[place] += other.cells[place] }
  }
}
