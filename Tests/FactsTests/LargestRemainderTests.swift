import Facts
import Testing

@Suite struct LargestRemainderTests {
  @Test(
    arguments: [
      (100, [1, 1, 1], [34, 33, 33]), (-100, [1, 1, 1], [-34, -33, -33]),
      (5, [4, 1, 1, 4], [2, 1, 0, 2]),
      (0, [1, 2], [0, 0]), (7, [0, 0], [0, 0]), (1, [1, 2], [0, 1]),
    ] as [(Int64, [Int64], [Int64])])
  func `shares are whole and ties go to the earlier`(
    amount: Int64, weights: [Int64], shares: [Int64]
  ) { #expect(largestRemainder(amount, over: weights) == shares) }

  @Test func `shares always add up, also at the limits`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let amount = Int64.random(in: -Money.limit...Money.limit, using: &generator)
      let weights = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
        Int64.random(in: 0...1 << 40, using: &generator)
      }
      let shares = largestRemainder(amount, over: weights)
      let expected = weights.allSatisfy { $0 == 0 } ? 0 : amount
      #expect(shares.reduce(0, +) == expected, "\(amount) over \(weights)")
    }
  }

  @Test(arguments: [
    (5, 2, 3), (-5, 2, -3), (4, 2, 2), (7, 3, 2), (8, 3, 3), (-1, 2, -1), (1, 3, 0),
  ])
  func `division rounds half away from zero`(dividend: Int, divisor: Int, result: Int64) {
    #expect(divideRounding(Int128(dividend), by: Int128(divisor)) == result)
  }
}
