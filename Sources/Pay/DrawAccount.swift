import Planning

/// What a member owes from recoverable draws, and how a pay period changes it. In minor units.
struct DrawAccount {
  /// The loan as it stands.
  private(set) var loan: Int128 = 0

  /// What a draw adds to what was earned, or takes from it.
  enum Entry: Hashable {
    /// Made up to the draw; a loan where it is recoverable.
    case advance(Int128, recoverable: Bool)
    /// Taken from earnings above the draw.
    case repayment(Int128)
    case nothing
  }

  /// Settles one pay period.
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
