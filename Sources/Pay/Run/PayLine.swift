public import Facts

/// One line of a statement: what it pays, and why.
public struct PayLine: Hashable, Sendable {
  /// Which rule of the plan pays it.
  public var rule: Rule
  /// The SPIF's id, the period trued up, or the adjustment's number; nil for other rules.
  public var about: String?
  /// The fact that it comes of; nil where it comes of no single one.
  public var fact: String?
  /// The deal that it is tied to.
  public var deal: String?
  /// The day that it is dated.
  public var day: CalendarDay
  /// Quota credit in minor units.
  public var credit: Exact
  /// Paid credit in minor units.
  public var paidCredit: Exact
  /// The tiers that price it, counted from 1: `2` or `2–3`; nil where none does.
  public var tier: String?
  /// The rates that price it: `8%`, or `5%, 8%`; nil where none does.
  public var rate: String?
  /// Minor units; below zero for what is taken off.
  public var pay: Int128
  /// One sentence.
  public var why: String

  /// The rules that pay, in the order in which they are worked out.
  public enum Rule: String, CaseIterable, Hashable, Sendable {
    /// The rate table on a credit, or the part of a deal's pay that a payment releases.
    case rates
    /// What the cap takes off.
    case cap
    case spif
    /// Made up to the draw.
    case draw
    /// Taken for the loan of earlier draws.
    case repayment
    case clawback
    /// Kept back while a deal is held, and paid when it is released.
    case hold, release
    /// Written by a person.
    case adjustment
    /// What became known of a locked period.
    case trueUp = "true-up"
  }

  /// A line of no credit.
  public init(_ rule: Rule, day: CalendarDay, pay: Int128, why: String) {
    self.rule = rule
    self.day = day
    self.pay = pay
    self.why = why
    credit = .zero
    paidCredit = .zero
  }
}
