public import Facts

/// One line of a statement: an amount and its reason.
public struct PayLine: Hashable, Sendable {
  /// The rule of the plan that pays it.
  public var rule: Rule
  /// The SPIF's id, the period trued up, or the adjustment's number; nil for other rules.
  public var about: String?
  /// The id of the fact that causes it; nil if no single fact does.
  public var fact: String?
  /// The id of the deal that it belongs to.
  public var deal: String?
  /// The date of the line.
  public var day: CalendarDay
  /// Quota credit in minor units.
  public var credit: Exact
  /// Paid credit in minor units.
  public var paidCredit: Exact
  /// The tiers that price it, counted from 1: `2` or `2–3`; nil if none does.
  public var tier: String?
  /// The rates that price it: `8%`, or `5%, 8%`; nil if none does.
  public var rate: String?
  /// The amount paid in minor units; below zero for a deduction.
  public var pay: Int128
  /// The reason, in one sentence.
  public var why: String

  /// The rules that pay, in the order in which they are applied.
  public enum Rule: String, CaseIterable, Hashable, Sendable {
    /// The rate table on a credit, or the part of a deal's pay that a payment releases.
    case rates
    /// The reduction by the cap.
    case cap
    case spif
    /// The advance that makes earnings up to the draw.
    case draw
    /// The repayment of the loan from earlier draws.
    case repayment
    case clawback
    /// Pay withheld while a deal is held, and paid when it is released.
    case hold, release
    /// An amount entered by a person.
    case adjustment
    /// A correction for a locked period, from facts that became known later.
    case trueUp = "true-up"
  }

  /// A line without credit.
  public init(_ rule: Rule, day: CalendarDay, pay: Int128, why: String) {
    self.rule = rule
    self.day = day
    self.pay = pay
    self.why = why
    credit = .zero
    paidCredit = .zero
  }
}
