public import Facts

/// One member's statement for one pay period.
///
/// Every figure is stored as text as it is shown, so that the statement never changes later.
public struct Statement: Hashable, Sendable {
  /// The name of the business.
  public let business: String
  /// The ISO 4217 code of the currency of all amounts.
  public let currency: String
  /// The member's id.
  public let member: String
  /// The member's name.
  public let name: String
  /// The pay plan's name.
  public let plan: String
  /// The number of the plan's version; nil if no plan was applied.
  public let version: Int?
  /// The ledger number of the last fact included; nil if the statement isn't frozen.
  public let lastFact: Int64?
  /// The label of the pay period.
  public let period: String
  /// The first day of the pay period.
  public let first: String
  /// The last day of the pay period.
  public let last: String
  /// The last day counted.
  public let through: String
  /// The figures at the top of the statement.
  public let figures: Figures
  /// The lines, which add up to the payout.
  public let lines: [Line]
  /// Further remarks for the reader, in sentences.
  public let notes: [String]

  /// The figures at the top of a statement, in major units; nil if they do not apply.
  public struct Figures: Hashable, Sendable {
    /// The quota of the period, ramped and prorated.
    public let quota: String?
    /// The derivation of the quota, in a sentence.
    public let quotaWhy: String?
    /// Quota credit of the period.
    public let credit: String
    /// Credit divided by quota; 1 for all of it.
    public let attainment: String?
    /// Target pay in the plan, for the whole quota.
    public let targetPay: String?
    /// Pay from rate table and SPIFs, before the draw.
    public let earned: String
    /// The payout.
    public let payout: String
    /// The loan from draws at the start of the period.
    public let loanBefore: String
    /// The loan from draws at the end of the period.
    public let loan: String
    /// Pay for one more major unit of credit.
    public let nextUnit: String?
    /// Credit missing to the start of the next tier.
    public let toNextTier: String?
  }

  /// A line of a statement.
  public struct Line: Hashable, Sendable {
    /// The line number, counted from 1, which disputes refer to.
    public let number: Int
    /// The rule that pays it, by the raw value of ``PayLine/Rule``.
    public let rule: String
    /// The SPIF's id, the period trued up, or the adjustment's number; nil for other rules.
    public let about: String?
    /// The id of the fact that causes it; nil if no single fact does.
    public let fact: String?
    /// The id of the deal that it belongs to.
    public let deal: String?
    /// The date of the line.
    public let day: String
    /// Quota credit.
    public let credit: String
    /// Paid credit.
    public let paidCredit: String
    /// The tiers that price it, counted from 1.
    public let tier: String?
    /// The rates of those tiers.
    public let rate: String?
    /// The amount that it pays.
    public let pay: String
    /// The reason, in one sentence.
    public let why: String
  }
}

extension Statement {
  /// Makes the statement of a member's pay.
  ///
  /// - Parameters:
  ///   - pay: The pay, with its lines.
  ///   - business: The name of the business.
  ///   - currency: The currency of all amounts.
  ///   - version: The number of the plan's version, if one was applied.
  ///   - lastFact: The ledger number of the last fact included, if the statement is frozen.
  public init(
    _ pay: MemberPay, business: String, _ currency: Currency, version: Int? = nil,
    lastFact: Int64? = nil
  ) {
    let major = MajorUnits(currency: currency)
    self.business = business
    self.currency = currency.code
    member = pay.member.text
    name = pay.name
    plan = pay.plan
    self.version = version
    self.lastFact = lastFact
    period = pay.period.label
    first = pay.period.first.description
    last = pay.period.last.description
    through = pay.through.description
    figures = Figures(
      quota: pay.quota.map { major($0.amount) },
      quotaWhy: pay.quota.map { PayWords(currency: currency).quota($0, pay.period.label) },
      credit: major(pay.credit), attainment: pay.attainment?.decimal(places: 6),
      targetPay: pay.targetPay.map { major($0) }, earned: major(pay.earned),
      payout: major(pay.payout), loanBefore: major(pay.loanBefore), loan: major(pay.loan),
      nextUnit: pay.nextUnit.map { major.fine($0) }, toNextTier: pay.toNextTier.map { major($0) })
    lines = pay.lines.enumerated().map { index, line in
      Line(
        number: index + 1, rule: line.rule.rawValue, about: line.about, fact: line.fact,
        deal: line.deal, day: line.day.description, credit: major(line.credit),
        paidCredit: major(line.paidCredit), tier: line.tier, rate: line.rate, pay: major(line.pay),
        why: line.why)
    }
    notes = pay.notes
  }
}

/// Formats minor units as decimals of the major unit.
struct MajorUnits {
  let currency: Currency

  func callAsFunction(_ minor: Int128) -> String { Money(minor: minor, currency).decimal }

  /// Rounded to the minor unit.
  func callAsFunction(_ minor: Exact) -> String { minor.rounded.map { self($0) } ?? "too large" }

  /// With up to six more places than the currency has.
  func fine(_ minor: Exact) -> String {
    (minor / Exact.power(ofTen: currency.digits)).decimal(
      places: currency.digits + 6, least: currency.digits) ?? "too large"
  }
}

extension PayWords {
  /// `40,000.00 for 2026-10, 75% of it by the ramp, 17 of 31 days`.
  func quota(_ quota: QuotaShare, _ period: String) -> String {
    var text = "\(amount(quota.whole)) for \(period)"
    if quota.ramp != .one { text += ", \(PayWords.percent(quota.ramp)) of it by the ramp" }
    if quota.prorated { text += ", for \(quota.daysThere) of \(quota.daysInAll) days" }
    return text
  }
}
