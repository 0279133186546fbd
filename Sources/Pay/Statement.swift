public import Facts

/// What one member reads about one pay period: every figure as it is shown, so that it never reads
/// otherwise later.
public struct Statement: Hashable, Sendable {
  /// The name of the business.
  public let business: String
  /// The code of all amounts.
  public let currency: String
  /// The member's id.
  public let member: String
  /// The member's name.
  public let name: String
  /// The pay plan's name.
  public let plan: String
  /// The plan's version; nil where none was applied.
  public let version: Int?
  /// The number of the last fact known; nil where nothing was frozen.
  public let mark: Int64?
  /// The label of the pay period.
  public let period: String
  /// Its first day.
  public let first: String
  /// Its last day.
  public let last: String
  /// The last day that is counted.
  public let through: String
  /// Amounts and shares, by key.
  public let figures: Figures
  /// They add up to the payout.
  public let lines: [Line]
  /// What the reader should know besides, in sentences.
  public let notes: [String]

  /// The figures at the top of a statement, in major units; nil where there is none.
  public struct Figures: Hashable, Sendable {
    /// Of the period, ramped and prorated.
    public let quota: String?
    /// How it came about, in a sentence.
    public let quotaWhy: String?
    /// Quota credit.
    public let credit: String
    /// Credit over quota; 1 for all of it.
    public let attainment: String?
    /// Pay at the whole quota.
    public let targetPay: String?
    /// Rate table and SPIFs, before the draw.
    public let earned: String
    /// What is paid.
    public let payout: String
    /// The loan as the period began.
    public let loanBefore: String
    /// The loan as it ends.
    public let loan: String
    /// What one more major unit of credit earns.
    public let nextUnit: String?
    /// Credit to where the next tier begins.
    public let toNextTier: String?
  }

  /// A line of a statement.
  public struct Line: Hashable, Sendable {
    /// Counted from 1; disputes name it.
    public let number: Int
    /// Which rule pays it.
    public let rule: String
    /// The SPIF's id, the period trued up, or the adjustment's number.
    public let about: String?
    /// The fact that it comes of.
    public let fact: String?
    /// The deal that it is tied to.
    public let deal: String?
    /// The day that it is dated.
    public let day: String
    /// Quota credit.
    public let credit: String
    /// Paid credit.
    public let paidCredit: String
    /// The tiers that price it.
    public let tier: String?
    /// Their rates.
    public let rate: String?
    /// What it pays.
    public let pay: String
    /// One sentence.
    public let why: String
  }
}

extension Statement {
  /// The statement of what a member is paid.
  ///
  /// - Parameters:
  ///   - pay: with its lines.
  ///   - business: the name on every page.
  ///   - currency: of all amounts.
  ///   - version: the plan's, where one was applied.
  ///   - mark: the number of the last fact known, where the statement is frozen.
  public init(
    _ pay: MemberPay, business: String, _ currency: Currency, version: Int? = nil,
    mark: Int64? = nil
  ) {
    let major = MajorUnits(currency: currency)
    self.business = business
    self.currency = currency.code
    member = pay.member.text
    name = pay.name
    plan = pay.plan
    self.version = version
    self.mark = mark
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

/// Minor units as decimals of the major unit.
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
