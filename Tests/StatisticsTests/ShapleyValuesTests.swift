import Statistics
import Testing

@Suite struct ShapleyValuesTests {
  @Test func `the glove game is shared as in the textbook`() {
    // Two left gloves, one right: a pair is worth 1. Values 1/6, 1/6, 2/3.
    let pair = [0b101: 1.0, 0b110: 1.0, 0b111: 1.0]
    let values = shapleyValues(players: 3, worth: pair)
    for (value, expected) in zip(values, [1 / 6.0, 1 / 6.0, 2 / 3.0]) {
      #expect(abs(value - expected) < 1e-15)
    }
  }

  @Test func `what is known by exact set is shared equally within each set`() {
    let exact = [0b0001: 7.0, 0b0011: 10.0, 0b1011: 9.0, 0b0100: 2.0]
    let worth = worthBySet(players: 4, exact: exact)
    #expect(worth[0b0011] == 17)
    #expect(worth[0b1111] == 28)
    let values = shapleyValues(players: 4, worth: worth)
    for (value, expected) in zip(values, [7.0 + 5 + 3, 5.0 + 3, 2, 3]) {
      #expect(abs(value - expected) < 1e-12)
    }
  }

  @Test func `values are the mean over all orders`() {
    var random = SeededRandom(seed: 11)
    let worth = Dictionary(uniqueKeysWithValues: (0..<64).map { ($0, random.unit()) })
    var sums = [Double](repeating: 0, count: 6)
    let orders = permutations([0, 1, 2, 3, 4, 5])
    for order in orders {
      var set = 0
      for player in order {
        sums[player] += (worth[set | 1 << player] ?? 0) - (worth[set] ?? 0)
        set |= 1 << player
      }
    }
    let values = shapleyValues(players: 6, worth: worth)
    for (value, sum) in zip(values, sums) {
      #expect(abs(value - sum / Double(orders.count)) < 1e-13)
    }
  }

  @Test func `values add up to what all are worth, for twelve players too`() {
    var random = SeededRandom(seed: 12)
    let worth = Dictionary(uniqueKeysWithValues: (1..<4096).map { ($0, random.unit()) })
    let values = shapleyValues(players: 12, worth: worth)
    #expect(abs(values.reduce(0, +) - (worth[4095] ?? 0)) < 1e-12)
    #expect(shapleyValues(players: 0, worth: [:]) == [])
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard let first = items.first else { return [[]] }
    return permutations(Array(items.dropFirst())).flatMap { rest in
      (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
    }
  }
}
