import Foundation
import Testing

@testable import Statistics

@Suite struct DifferenceInDifferencesTests {
  /// Units of different size whose totals wander; the first `treated` gain from period `start` on.
  private func totals(
    units: Int, periods: Int, treated: Int, start: Int, lift: Double, seed: UInt64
  ) -> [[Double]] {
    var random = SeededRandom(seed: seed)
    return (0..<units).map { unit in
      let size = 100 * (1 + 4 * random.unit())
      return (0..<periods).map { period in
        let gain = unit < treated && period >= start ? 1 + lift : 1
        return size * gain * (1 + 0.01 * Double(period)) * (0.8 + 0.4 * random.unit())
      }
    }
  }

  @Test func `a lift of a quarter is found, and its size within the interval`() throws {
    let test = DifferenceInDifferences(
      totals: totals(units: 24, periods: 30, treated: 4, start: 20, lift: 0.25, seed: 1),
      treated: [0, 1, 2, 3], start: 20)
    #expect(test.doubts == [] && test.decision(worthwhile: 0.1) == .effect)
    let interval = try #require(test.interval)
    #expect(interval.lower < 0.25 && 0.25 < interval.upper && interval.lower > 0.1)
    #expect(try #require(test.pValue) < 0.001)
  }

  @Test func `no lift is likely too small where units are steady`() {
    let test = DifferenceInDifferences(
      totals: totals(units: 30, periods: 40, treated: 6, start: 20, lift: 0, seed: 3),
      treated: [0, 1, 2, 3, 4, 5], start: 20)
    #expect(test.decision(worthwhile: 0.1) == .tooSmall)
  }

  @Test func `placebos are the untreated in the treated's place`() throws {
    // Changes of −9 … 9 hundredths among 19 untreated; the treated's is 8.5 hundredths.
    let totals = (0..<20).map { unit in
      let change = unit == 19 ? 0.085 : Double(unit - 9) / 100
      return [Double](repeating: 1, count: 8) + [exp(change)]
    }
    let test = DifferenceInDifferences(totals: totals, treated: [19], start: 8)
    #expect(abs(try #require(test.lift) - expm1(0.085)) < 1e-12)
    // Placebos are change · 19 / 18; only 9 hundredths lie above.
    #expect(test.pValue == 2 / 20.0)
    #expect(test.interval?.lower == -1 && test.interval?.upper == .infinity)
    #expect(test.decision(worthwhile: 0.1) == .unproven)
  }

  @Test func `the interval leaves one in forty out on each side`() throws {
    // Changes of −40 … 40 thousandths among 80 untreated, none for the treated: 81 · 0.025 is 2, so the
    // second lowest and second highest placebo bound it.
    let changes = Array(-40 ... -1) + Array(1...40)
    let totals = (0...80).map { unit in
      [Double](repeating: 1, count: 8) + [unit == 80 ? 1 : exp(Double(changes[unit]) / 1000)]
    }
    let test = DifferenceInDifferences(totals: totals, treated: [80], start: 8)
    let interval = try #require(test.interval)
    #expect(abs(interval.upper - expm1(0.039 * 80 / 79)) < 1e-12)
    #expect(abs(interval.lower - expm1(-0.039 * 80 / 79)) < 1e-12)
    #expect(test.decision(worthwhile: 0.1) == .tooSmall)
  }

  @Test func `without a lift an effect is called in about one of forty`() {
    var calls = 0
    for seed in 1...150 {
      let test = DifferenceInDifferences(
        totals: totals(
          units: 20, periods: 12, treated: 2, start: 8, lift: 0, seed: UInt64(seed) + 100),
        treated: [0, 1], start: 8)
      if test.decision(worthwhile: 0.1) == .effect { calls += 1 }
    }
    // 150 at 2.5 % are 3.75; more than 11 come once in 1,000 times.
    #expect(calls <= 11)
  }

  @Test func `many units are drawn, and the same way each time`() {
    let many = totals(units: 60, periods: 16, treated: 8, start: 8, lift: 0.1, seed: 4)
    let one = DifferenceInDifferences(totals: many, treated: Set(0..<8), start: 8)
    let other = DifferenceInDifferences(totals: many, treated: Set(0..<8), start: 8)
    #expect(one == other && one.decision(worthwhile: 0.1) == .effect)
  }

  @Test func `what differed before proves nothing after`() {
    var rows = totals(units: 24, periods: 30, treated: 4, start: 10, lift: 0.25, seed: 5)
    let test = DifferenceInDifferences(totals: rows, treated: [0, 1, 2, 3], start: 20)
    #expect(test.doubts == [.differedBefore])
    #expect(test.decision(worthwhile: 0.1) == .unproven)
    rows[7] = [Double](repeating: 0, count: 30)
    let empty = DifferenceInDifferences(totals: rows, treated: [0], start: 20)
    #expect(empty.doubts == [.emptyUnits] && empty.lift == nil)
    let few = DifferenceInDifferences(
      totals: totals(units: 10, periods: 10, treated: 2, start: 5, lift: 2, seed: 6),
      treated: [0, 1], start: 5)
    #expect(few.doubts.starts(with: [.tooFewUnits, .tooFewPeriods]))
    #expect(few.decision(worthwhile: 0.1) == .unproven)
  }
}
