import Foundation

/// e to the power of `power`.
func exponential(_ power: Double) -> Double { exp(power) }

/// The logistic curve at `x`, between 0 and 1.
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
