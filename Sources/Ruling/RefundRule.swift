/// What the refunds of one payment have taken back of it so far.
///
/// Each refund shares what it takes back among the plays and people of the payment, after what earlier refunds took, so
/// that several refunds together take back what one of their sum would.
public struct RefundRule: Sendable {
  /// The sum of the refunds so far, in minor units; zero or less.
  public private(set) var taken: Int64 = 0

  /// Starts with nothing taken back.
  public init() {}

  /// Adds a refund, and returns what was taken back before it.
  ///
  /// A sum beyond 64 bits starts anew with this refund, so that the returned value plus `amount` never overflows.
  public mutating func take(_ amount: Int64) -> Int64 {
    let (sum, overflows) = taken.addingReportingOverflow(amount)
    let before = overflows ? 0 : taken
    taken = overflows ? amount : sum
    return before
  }
}
