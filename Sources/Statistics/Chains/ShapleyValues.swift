/// The exact Shapley value of each player of a game.
///
/// A player's value is the mean, over all orders in which the players may come, of what the player
/// adds to those who came before: Σ over sets S without the player of |S|! (n − |S| − 1)! / n! ·
/// (v(S with the player) − v(S)). The values add up to v(all) − v(none).
///
/// Source: Shapley, "A value for n-person games", Contributions to the Theory of Games II (1953),
/// equation 12.
///
/// - Parameters:
///   - players: n, 0 … 12: every one of the 2ⁿ sets is evaluated.
///   - worth: v by set; bit i of the set stands for player i. Missing sets are worth 0.
/// - Returns: The value of each player.
/// - Complexity: O(n 2ⁿ).
public func shapleyValues(players: Int, worth: [Int: Double]) -> [Double] {
  precondition((0...12).contains(players), "Shapley values are of at most 12 players")
  let sets = 1 << players
  let value = (0..<sets).map { worth[$0] ?? 0 }
  // chance[s]: the probability that a given set of s players are exactly those before a given
  // player.
  var chance = [Double](repeating: 1, count: max(players, 1))
  for size in 0..<players {
    var ways = Double(players)
    for step in 0..<size { ways *= Double(players - 1 - step) / Double(step + 1) }
    chance[size] = 1 / ways
  }
  return (0..<players).map { player in
    let bit = 1 << player
    return (0..<sets).reduce(0) { sum, set in
      guard set & bit == 0 else { return sum }
      return sum + chance[set.nonzeroBitCount] * (value[set | bit] - value[set])
    }
  }
}

/// The worth v of every set of players, from amounts by exact set of participants.
///
/// v(S) is the sum over all sets within S. With it, `shapleyValues` shares the amount of each exact
/// set equally among its members.
///
/// - Parameters:
///   - players: n, 0 … 12.
///   - exact: The amount brought by exactly this set; bit i stands for player i.
/// - Returns: v by set, for every set.
/// - Complexity: O(n 2ⁿ).
public func worthBySet(players: Int, exact: [Int: Double]) -> [Int: Double] {
  precondition((0...12).contains(players), "Shapley values are of at most 12 players")
  let sets = 1 << players
  var value = (0..<sets).map { exact[$0] ?? 0 }
  for player in 0..<players {
    let bit = 1 << player
    for set in 0..<sets where set & bit != 0 { value[set] += value[set ^ bit] }
  }
  return Dictionary(uniqueKeysWithValues: value.enumerated().map { ($0.offset, $0.element) })
}
