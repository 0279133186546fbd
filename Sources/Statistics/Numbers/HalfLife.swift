import Foundation

/// 0.5 to the power of `halfLives`: the weight that remains after that many half-lives.
func halfLifeWeight(_ halfLives: Double) -> Double { pow(0.5, halfLives) }
