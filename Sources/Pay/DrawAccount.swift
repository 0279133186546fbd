import Planning

/// A member's loan from recoverable draws, updated pay period by pay period; in minor units.
struct DrawAccount {
  /// The loan outstanding, in minor units.
  private(set) var loan: Int128 = 0

  /// The change that a draw makes to a period's earnings.
  enum Entry: Hashable {
    /// Earnings are made up to the draw; the amount is added to the loan if recoverable.
    case advance(Int128, recoverable: Bool)
    /// The loan repayment, taken from earnings above the draw.
    case repayment(Int128)
    case nothing
  }

  /// Settles one pay period and updates the loan.
  mutating func settle(earned: Int128, draw: Int128, recoverable: Bool) -> Entry {
    if earned < draw {
      if recoverable { loan += draw - earned }
      return .advance(draw - earned, recoverable: recoverable)
    }
    let repaid = recoverable ? min(loan, earned - draw) : 0
    loan -= repaid
    return repaid > 0 ? .repayment(repaid) : .nothing
  }
}
