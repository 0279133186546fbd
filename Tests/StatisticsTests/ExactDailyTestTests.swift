import Testing

@testable import Statistics

/// Golden values at 40 digits by mpmath 1.4.1: binomials written out, every state kept.
@Suite struct ExactDailyTestTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    var rules = SequentialRules()
    /// Treated, their events, control, its events; one row a day.
    let days: [[Int]]
    let time: Double
    let allowance: Double
    let criticals: (effect: Double, tooSmall: Double)
    let interval: (lower: Double, upper: Double)
    /// Both boundaries, one pair a day.
    let boundaries: [[Int]]
    let decision: SequentialDecision
    let decidedAt: Int?
    var testDescription: String { name }

    var test: ExactDailyTest {
      ExactDailyTest(days: days.map { [TwoByTwo($0)] }, rules: rules)
    }
  }

  static let vectors = [
    Vector(
      name: "V1, nine of ten treated, too early",
      days: [
        [180, 13, 20, 0], [180, 8, 20, 0], [180, 15, 20, 1], [180, 11, 20, 0], [180, 9, 20, 0],
        [180, 7, 20, 0], [180, 15, 20, 2], [180, 11, 20, 0], [180, 13, 20, 0], [180, 15, 20, 0],
      ],
      time: 0.0133866637081595, allowance: 0.00179015828256075,
      criticals: (2.98100489354769, 3.73820179998528),
      interval: (-0.120524740076114, 38.5399380119446),
      boundaries: [
        [14, 7], [22, 9], [38, 11], [49, 13], [58, 14], [65, 15], [81, 17], [91, 19], [103, 21],
        [118, 23],
      ],
      decision: .undecided, decidedAt: nil),
    Vector(
      name: "V3, a large effect", rules: SequentialRules(looks: 60),
      days: [
        [100, 26, 100, 12], [100, 26, 100, 18], [100, 23, 100, 18], [100, 28, 100, 13],
        [100, 24, 100, 14], [100, 22, 100, 11], [100, 26, 100, 10], [100, 27, 100, 15],
      ],
      time: 0.115719698216692, allowance: 0.00822679410025934,
      criticals: (2.89435319437812, 2.83540606557555),
      interval: (0.327504891902312, 1.46950354565716),
      boundaries: [
        [28, 27], [53, 51], [76, 74], [99, 95], [120, 115], [138, 133], [158, 151], [180, 172],
      ],
      decision: .effect, decidedAt: 4),
    Vector(
      name: "V5, a play that hurts",
      days: [
        [300, 19, 300, 30], [300, 13, 300, 38], [300, 14, 300, 24], [300, 14, 300, 32],
        [300, 20, 300, 28], [300, 19, 300, 31], [300, 9, 300, 35], [300, 11, 300, 25],
        [300, 21, 300, 26], [300, 6, 300, 34], [300, 14, 300, 30], [300, 10, 300, 29],
      ],
      time: 0.1676469231346, allowance: 0.00991160575180941,
      criticals: (2.92730903765086, 2.90550960328906),
      interval: (-0.639210313335252, -0.387165463297005),
      boundaries: [
        [35, 34], [64, 62], [86, 83], [112, 107], [138, 132], [165, 158], [188, 181], [208, 199],
        [233, 223], [255, 244], [278, 266], [299, 286],
      ],
      decision: .tooSmall, decidedAt: 2),
    Vector(
      name: "V7, hardly any events to the last look", rules: SequentialRules(looks: 7),
      days: [
        [40, 0, 10, 0], [40, 0, 10, 0], [40, 0, 10, 0], [40, 3, 10, 0], [40, 3, 10, 0],
        [40, 3, 10, 0], [40, 3, 10, 0],
      ],
      time: 0.00229348669557534, allowance: 0.025,
      criticals: (2.13696049970629, 2.48104134593468), interval: (-0.478785978879943, .infinity),
      boundaries: [[1, 1], [1, 1], [1, 1], [4, 3], [7, 5], [10, 5], [13, 6]],
      decision: .unproven, decidedAt: 7),
    Vector(
      name: "rates that start near one and fall",
      rules: SequentialRules(alpha: 0.05, worthwhile: 0.2, looks: 30),
      days: [
        [30, 27, 20, 18], [30, 26, 20, 17], [300, 21, 30, 3], [300, 12, 30, 1], [1, 0, 12, 1],
        [250, 17, 40, 2],
      ],
      time: 0.50294635571379871, allowance: 0.030892726412365413,
      criticals: (2.3895617946929728, 2.798221733548799),
      interval: (-0.1970565680709047, 0.59041987218772722),
      boundaries: [[30, 20], [57, 36], [80, 40], [92, 42], [92, 43], [110, 46]],
      decision: .undecided, decidedAt: nil),
  ]

  @Test(arguments: vectors)
  func `boundaries, bounds and decision are those at 40 digits`(vector: Vector) throws {
    let test = vector.test
    let last = try #require(test.looks.last)
    #expect(test.looks.map { [$0.effectBoundary, $0.tooSmallBoundary] } == vector.boundaries)
    #expect(abs(last.informationTime - vector.time) < 1e-12)
    #expect(abs(last.allowance - vector.allowance) < 1e-13)
    #expect(abs(try #require(last.effectCritical) - vector.criticals.effect) < 1e-9)
    #expect(abs(try #require(last.tooSmallCritical) - vector.criticals.tooSmall) < 1e-9)
    let (lower, upper) = test.interval()
    #expect(abs(lower - vector.interval.lower) < 1e-9)
    #expect(upper == vector.interval.upper || abs(upper - vector.interval.upper) < 1e-9)
    #expect(test.decision == vector.decision)
    #expect(test.decidedAt == vector.decidedAt)
  }

  @Test func `the interval excludes no effect exactly where one is shown`() {
    var random = SeededRandom(seed: 21)
    var seen: Set<[Bool]> = []
    for run in 0..<60 {
      let lift = [0.3, 1, 1.15, 1.8][run % 4]
      let days = (0..<4 + run / 2).map { _ in
        [random.table(treated: 90, control: 60, rate: 0.2, lift: lift)]
      }
      let test = ExactDailyTest(days: days)
      guard let last = test.looks.last else { continue }
      let (lower, upper) = test.interval()
      #expect((lower > 0) == last.showsEffect)
      #expect((upper < 0.10) == last.showsTooSmall)
      seen.insert([lower > 0, upper < 0.10])
    }
    #expect(seen.isSuperset(of: [[true, false], [false, true], [false, false]]))
  }

  @Test func `the chance of ever crossing without an effect is what was spent`() {
    // Every way in which five small days can go, weighed by its chance.
    let totals = [(6, 3, 3), (5, 4, 2), (4, 4, 3), (8, 2, 4), (5, 5, 3)]
    let rules = SequentialRules(alpha: 0.2, looks: 5)
    var ways: [(chance: Double, days: [[TwoByTwo]])] = [(1, [])]
    for (treated, control, events) in totals {
      ways = ways.flatMap { way in
        (max(0, events - control)...min(events, treated)).map { x in
          let chance =
            binomial(treated, x) * binomial(control, events - x)
            / binomial(treated + control, events)
          let table = TwoByTwo([treated, x, control, events - x])
          return (way.chance * chance, way.days + [[table]])
        }
      }
    }
    var crossed = 0.0
    for way in ways {
      let test = ExactDailyTest(days: way.days, rules: rules)
      if test.looks.contains(where: \.showsEffect) { crossed += way.chance }
    }
    let spent = ExactDailyTest(days: ways[0].days, rules: rules).looks[4].effectSpent
    #expect(abs(crossed - spent) < 1e-14)
    #expect(spent > 0.1 && spent <= 0.2)
  }

  @Test func `strata of one rate are told from strata of two`() throws {
    // Rates of 40 % and 4 %; within each stratum no effect, but the treated are mostly in the first.
    let days = (0..<10).map { _ in
      [TwoByTwo([90, 36, 10, 4]), TwoByTwo([25, 1, 75, 3])]
    }
    let pooled = days.map { [$0[0] + $0[1]] }
    #expect(ExactDailyTest(days: pooled).decision == .effect)
    let test = ExactDailyTest(days: days)
    #expect(test.decision == .undecided)
    let (lower, upper) = test.interval()
    #expect(lower < 0 && upper > 0)
    // A stratum in which nothing happens changes nothing but the place of the others.
    let first = days.map { [$0[0]] }
    let padded = days.map { [$0[0], .nothing, TwoByTwo([7, 0, 3, 0])] }
    #expect(ExactDailyTest(days: first).looks == ExactDailyTest(days: padded).looks)
  }

  @Test func `a holdout that shrinks while the rate doubles fools nobody`() {
    // Holdout 50 % to 10 % on day 15 of 30, rate 10 % to 20 %, no effect: pooled rates would differ.
    var random = SeededRandom(seed: 4)
    var effects = 0
    for _ in 0..<120 {
      let days = (0..<30).map { day in
        day < 15
          ? [random.table(treated: 40, control: 40, rate: 0.1, lift: 1)]
          : [random.table(treated: 72, control: 8, rate: 0.2, lift: 1)]
      }
      let test = ExactDailyTest(days: days, rules: SequentialRules(looks: 30))
      if test.decision == .effect { effects += 1 }
    }
    // Of 120 runs at 2.5 % one expects 3; more than 9 come once in 1,000 times.
    #expect(effects <= 9)
  }

  @Test func `the last look decides, and what was decided stands`() {
    let days = (0..<3).map { _ in [TwoByTwo([50, 5, 50, 5])] }
    let test = ExactDailyTest(days: days, rules: SequentialRules(looks: 3))
    #expect(test.looks.map(\.decision) == [.undecided, .undecided, .unproven])
    #expect(test.looks[2].allowance == 0.025)
    let more = ExactDailyTest(days: days + days, rules: SequentialRules(looks: 3))
    #expect(more.looks.count == 3)
    let back = ExactDailyTest(
      days: [[TwoByTwo([100, 60, 100, 10])], [TwoByTwo([900, 0, 900, 600])]])
    #expect(back.looks.map(\.decision) == [.effect, .effect])
    #expect(!back.looks[1].showsEffect && back.looks[1].showsTooSmall)
  }

  @Test func `an effect may be real and yet too small to be worth it`() throws {
    let days = (0..<40).map { _ in [TwoByTwo([20000, 10400, 20000, 10000])] }
    let last = try #require(ExactDailyTest(days: days).looks.last)
    #expect(last.decision == .effect)
    #expect(last.showsEffect && last.showsTooSmall)
  }

  @Test func `there are odds at every base rate and ratio`() {
    for ratio in [0.01, 0.5, 1, 1.1, 100] {
      for row in [[30, 27, 20, 18], [5, 5, 5, 5], [5, 0, 5, 0]] {
        #expect(TwoByTwo(row).odds(ratio: ratio) > 0)
      }
    }
    #expect(abs(TwoByTwo([100, 11, 100, 10]).odds(ratio: 1.1) - 1.1 * 0.9 / 0.89) < 1e-12)
  }

  @Test func `rates of one and ratios far from one are no trouble`() {
    for row in [
      [100, 100, 50, 50], [3, 3, 900, 900], [100, 0, 50, 50], [100, 100, 50, 0], [8, 8, 0, 0],
    ] {
      let test = ExactDailyTest(days: (0..<3).map { _ in [TwoByTwo(row)] })
      let (lower, upper) = test.interval()
      #expect(lower <= upper && lower >= -1)
    }
  }

  @Test func `days without units or events are looks all the same`() {
    let test = ExactDailyTest(days: [[], [.nothing], [TwoByTwo([5, 0, 5, 0])]])
    #expect(test.looks.count == 3)
    #expect(test.decision == .undecided)
    let (lower, upper) = test.interval()
    #expect(lower == -1 && upper == .infinity)
    let none = ExactDailyTest(days: []).interval()
    #expect(none.lower == -1 && none.upper == .infinity)
  }
}

private func binomial(_ n: Int, _ k: Int) -> Double {
  (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
}

extension SeededRandom {
  /// One day at a base rate and a rate ratio.
  mutating func table(treated: Int, control: Int, rate: Double, lift: Double) -> TwoByTwo {
    var counts = [0, 0]
    for _ in 0..<treated where unit() < rate * lift { counts[0] += 1 }
    for _ in 0..<control where unit() < rate { counts[1] += 1 }
    return TwoByTwo([treated, counts[0], control, counts[1]])
  }
}

extension TwoByTwo {
  /// Treated, their events, control, its events.
  init(_ row: [Int]) {
    self.init(treated: row[0], treatedEvents: row[1], control: row[2], controlEvents: row[3])
  }
}
