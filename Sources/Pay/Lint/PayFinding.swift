public import Facts

/// Something about a pay plan that its author should see before it is in force.
public struct PayFinding: Hashable, Sendable {
  /// The pay plan's name.
  public let plan: String
  /// What sort of thing it is.
  public let kind: Kind
  /// Where it is, from the plan's top: `pay.rep.rates.tiers[1]`.
  public let path: String
  /// What is so, in a sentence.
  public let sentence: String
  /// What it is about in money; nil where no single amount tells.
  public let stake: Money?

  /// The sorts of findings.
  public enum Kind: String, CaseIterable, Sendable {
    /// A worked example that the rules do not reproduce: the plan is refused.
    case example
    /// More sold and less earned, or a leap at one unit.
    case jump
    /// Credit between or past the tiers that earns nothing.
    case gap
    /// The same thing paid twice, or tiers that end in the same cent.
    case overlap
    /// A figure exactly on a bound pays differently by the side it is counted to.
    case bound
    /// What nobody can come to.
    case unreachable
    /// A payout that grows for ever.
    case uncapped
    /// Credit that cannot be worked out, so that nothing is paid.
    case unpaid

    /// Whether a plan with it is refused.
    public var isError: Bool { self == .example }
  }
}
