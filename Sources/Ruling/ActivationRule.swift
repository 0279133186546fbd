/// One customer's cumulative net money, or cumulative time, on its way to the plan's activation threshold.
///
/// Money is that of the plan's basis: payments and refunds, or deals booked and taken back. The customer activates with
/// the amount above zero that first brings the sum to the threshold, and refunds later do not undo it.
public struct ActivationRule: Sendable {
  @usableFromInline var sum: Int128 = 0
  @usableFromInline let threshold: Int128

  /// Starts at zero; `threshold` is in minor units of the business's currency, or in seconds.
  @inlinable
  public init(threshold: Int64) { self.threshold = Int128(threshold) }

  /// Adds an amount; true if the sum has reached the threshold with it.
  @inlinable
  public mutating func reaches(_ amount: Int64) -> Bool {
    sum &+= Int128(amount)
    return amount > 0 && sum >= threshold
  }
}
