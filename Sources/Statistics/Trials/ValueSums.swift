/// Count and power sums of the values of some units, as the daily test of values needs.
public struct ValueSums: Sendable, Equatable {
  /// The number of units, including those with value 0.
  public var count = 0
  /// The number of units with a value above 0.
  public var positive = 0
  /// The sum of values.
  public var sum = 0.0
  /// The sum of squares.
  public var squares = 0.0
  /// The sum of cubes.
  public var cubes = 0.0

  /// Sums over zero units.
  public init() {}

  /// Adds one unit with its value.
  public mutating func add(_ value: Double) {
    count += 1
    if value > 0 { positive += 1 }
    sum += value
    squares += value * value
    cubes += value * value * value
  }

  /// The sums of the values after scaling each by a factor.
  func scaled(by factor: Double) -> ValueSums {
    var scaled = self
    scaled.sum *= factor
    scaled.squares *= factor * factor
    scaled.cubes *= factor * factor * factor
    return scaled
  }
}

/// One day of values per unit, in a treated and a control group.
public struct ValueDay: Sendable, Equatable {
  /// The treated group, with each value capped.
  public var treated = ValueSums()
  /// The treated group as if it had at most the worthwhile lift.
  ///
  /// Each value is capped at the cap times the worthwhile ratio, then divided by that ratio.
  public var treatedLowered = ValueSums()
  /// The control group, with each value capped.
  public var control = ValueSums()

  /// A day without units.
  public init() {}

  /// Adds a treated unit.
  ///
  /// - Parameters:
  ///   - value: The value before capping.
  ///   - cap: The 99th percentile of values above zero, from before the start.
  ///   - rules: The rules of the test.
  public mutating func addTreated(_ value: Double, cap: Double, rules: SequentialRules) {
    let ratio = rules.worthwhileRatio
    treated.add(min(value, cap))
    treatedLowered.add(min(value, cap * ratio) / ratio)
  }

  /// Adds a control unit, with its value capped.
  public mutating func addControl(_ value: Double, cap: Double) { control.add(min(value, cap)) }
}
