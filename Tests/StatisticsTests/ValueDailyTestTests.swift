import Testing

@testable import Statistics

@Suite struct ValueDailyTestTests {
  /// Golden values by numpy 1.26.4 and scipy 1.17.1, boundary recursion with 12 × 96 points.
  static let days = [
    (
      236, 17977.94, 2644388.1, 519233420.25, 16798.2, 2402020.18, 467544352.1, 148, 9363.23,
      1337238.38, 254910133.52
    ),
    (
      219, 17555.61, 2655788.31, 526739702.19, 16414.68, 2412031.9, 473537694.25, 154, 7602.94,
      903413.32, 157877957.43
    ),
    (
      241, 18989.76, 2612708.02, 475556457.37, 17558.56, 2299881.01, 407577362.71, 158, 10333.03,
      1523068.05, 307107913.65
    ),
  ].map { day in
    var one = ValueDay()
    one.treated = ValueSums(3000, day.0, day.1, day.2, day.3)
    one.treatedLowered = ValueSums(3000, day.0, day.4, day.5, day.6)
    one.control = ValueSums(2000, day.7, day.8, day.9, day.10)
    return one
  }

  @Test func `V9's statistics, boundaries and decision`() throws {
    let test = ValueDailyTest(days: Self.days)
    let last = try #require(test.looks.last)
    #expect(abs(last.informationTime - 0.16558369202258225) < 1e-12)
    #expect(abs(last.allowance - 0.009596506669051541) < 1e-13)
    #expect(abs(try #require(last.boundary) - 2.707820679669396) < 1e-6)
    #expect(abs(last.effect.skewness - -0.022298990128368265) < 1e-11)
    #expect(abs(last.effect.z - 3.3072988732452466) < 1e-11)
    #expect(abs(try #require(last.effect.critical) - 2.684286723772984) < 1e-6)
    #expect(abs(last.tooSmall.skewness - 0.022932129470339308) < 1e-11)
    #expect(abs(last.tooSmall.z - -2.4783904971398445) < 1e-11)
    #expect(abs(try #require(last.tooSmall.critical) - 2.732022839518743) < 1e-6)
    #expect(test.decision == .effect)
    #expect(test.decidedAt == 2)
    #expect(test.firstLook == 1)
  }

  @Test func `sums are taken of capped values`() {
    let rules = SequentialRules(worthwhile: 0.25)
    var day = ValueDay()
    for value in [0, 50, 110, 200.0] { day.addTreated(value, cap: 100, rules: rules) }
    for value in [0, 0, 30, 500.0] { day.addControl(value, cap: 100) }
    #expect(day.treated == ValueSums(4, 3, 250, 22500, 2_125_000))
    #expect(day.treatedLowered.sum == 50 / 1.25 + 110 / 1.25 + 100)
    #expect(day.control == ValueSums(4, 2, 130, 10900, 1_027_000))
  }

  @Test func `mean, variance and third moment are those of every permutation`() {
    // Four treated among nine: 126 ways to choose whom the treatment fell on.
    let values: [Double] = [0, 0, 0, 1, 2, 2, 7, 30, 11]
    let sums = (0..<512).filter { $0.nonzeroBitCount == 4 }.map { set in
      values.indices.reduce(0.0) { $0 + (set >> $1 & 1 == 1 ? values[$1] : 0) }
    }
    let mean = sums.reduce(0, +) / 126
    let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 126
    let third = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) } / 126
    var (treated, control) = (ValueSums(), ValueSums())
    for value in values.prefix(4) { treated.add(value) }
    for value in values.dropFirst(4) { control.add(value) }
    var sum = PermutationSum()
    sum.add(treated, control)
    let standing = sum.standing(2, sign: 1)
    #expect(abs(sum.excess - (1 - mean)) < 1e-12)
    #expect(abs(sum.variance - variance) < 1e-10)
    #expect(abs(standing.skewness - third / (variance * variance.squareRoot())) < 1e-12)
    #expect(standing.critical == 2 + standing.skewness * 3 / 6)
    #expect(sum.standing(2, sign: -1).critical == 2 - standing.skewness * 3 / 6)
  }

  @Test func `the interval agrees with the decision`() {
    var random = SeededRandom(seed: 77)
    var seen: Set<[Bool]> = []
    for run in 0..<24 {
      let lift = [0.5, 1, 1.2, 2][run % 4]
      let days = (0..<3 + run / 2).map { _ in
        var day = ValueDay()
        for _ in 0..<150 {
          day.addTreated(random.value() * lift, cap: 60, rules: SequentialRules())
          day.addControl(random.value(), cap: 60)
        }
        return day
      }
      let test = ValueDailyTest(days: days, rules: SequentialRules(), fineness: 16)
      guard let last = test.looks.last else { continue }
      let (lower, upper) = test.interval()
      #expect((lower > 0) == last.effect.isCrossed)
      #expect((upper < 0.10) == last.tooSmall.isCrossed)
      seen.insert([last.effect.isCrossed, last.tooSmall.isCrossed])
    }
    #expect(seen.isSuperset(of: [[true, false], [false, true], [false, false]]))
  }

  @Test func `too few units with value, or none, decide nothing before the last look`() {
    var day = ValueDay()
    for value in [0, 0, 0, 0, 1, 2, 3.0] { day.addControl(value, cap: 5) }
    for value in 0..<30 { day.addTreated(Double(value), cap: 5, rules: SequentialRules()) }
    let test = ValueDailyTest(
      days: [day, ValueDay(), day, day], rules: SequentialRules(looks: 4))
    #expect(test.firstLook == nil)
    #expect(test.looks.map(\.decision) == [.undecided, .undecided, .undecided, .unproven])
    #expect(ValueDailyTest(days: [day, day, day, day]).firstLook == 4)
    let (lower, upper) = test.interval()
    #expect(lower == -1 && upper == .infinity)
  }
}

extension ValueSums {
  init(_ count: Int, _ positive: Int, _ sum: Double, _ squares: Double, _ cubes: Double) {
    self.init()
    self.count = count
    self.positive = positive
    self.sum = sum
    self.squares = squares
    self.cubes = cubes
  }
}

extension SeededRandom {
  /// Mostly zero, otherwise of a heavy tail.
  mutating func value() -> Double {
    unit() < 0.7 ? 0 : 4 / (1 - unit()).squareRoot()
  }
}
