public import Facts

/// A problem in a pay plan that its author should see before the plan is in force.
public struct PayFinding: Hashable, Sendable {
  /// The pay plan's name.
  public let plan: String
  /// The kind of problem.
  public let kind: Kind
  /// The path from the plan's top: `pay.rep.rates.tiers[1]`.
  public let path: String
  /// The finding in one sentence.
  public let sentence: String
  /// The amount at stake; nil if no single amount describes it.
  public let stake: Money?

  /// The kinds of findings.
  public enum Kind: String, CaseIterable, Sendable {
    /// A worked example that the rules do not reproduce: the plan is refused.
    case example
    /// A step in pay: more sold and less earned, or a leap at one unit.
    case jump
    /// Credit between or past the tiers that earns nothing.
    case gap
    /// The same sale paid twice, or a tier that ends within one minor unit of its start.
    case overlap
    /// Credit exactly on a bound, which pays differently depending on the tier it is counted in.
    case bound
    /// A tier, gate or draw that nobody can reach or exceed.
    case unreachable
    /// A payout without an upper limit.
    case uncapped
    /// Pay at 100 % of quota that differs from the plan's target pay.
    case target
    /// Credit that cannot be computed, so that nothing is paid.
    case unpaid

    /// True if a plan with this finding is refused.
    public var isError: Bool { self == .example }
  }
}
