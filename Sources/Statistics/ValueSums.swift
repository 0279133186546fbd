/// Count, sum, squares and cubes of the values of some units; all that the daily test of values needs.
public struct ValueSums: Sendable, Equatable {
  /// How many units, those with value 0 included.
  public var count = 0
  /// How many units have a value above 0.
  public var positive = 0
  /// The sum of values.
  public var sum = 0.0
  /// The sum of squares.
  public var squares = 0.0
  /// The sum of cubes.
  public var cubes = 0.0

  /// Sums of no unit.
  public init() {}

  /// Adds one unit with its value.
  public mutating func add(_ value: Double) {
    count += 1
    if value > 0 { positive += 1 }
    sum += value
    squares += value * value
    cubes += value * value * value
  }

  /// The sums of the same values, each times a factor.
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
  /// The treated, each value at most the cap.
  public var treated = ValueSums()
  /// The treated as they would be had they no more than the worthwhile lift: each value at most the cap
  /// times the worthwhile ratio, divided by that ratio.
  public var treatedLowered = ValueSums()
  /// The control, each value at most the cap.
  public var control = ValueSums()

  /// A day without units.
  public init() {}

  /// Adds a treated unit.
  ///
  /// - Parameters:
  ///   - value: As it was.
  ///   - cap: The 99th percentile of values above zero, from before the start.
  ///   - rules: Those of the test.
  public mutating func addTreated(_ value: Double, cap: Double, rules: SequentialRules) {
    let ratio = rules.worthwhileRatio
    treated.add(min(value, cap))
    treatedLowered.add(min(value, cap * ratio) / ratio)
  }

  /// Adds a control unit.
  public mutating func addControl(_ value: Double, cap: Double) { control.add(min(value, cap)) }
}
