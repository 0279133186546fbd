import Facts
import Planning

/// The step-by-step computation of one member's pay for one pay period.
struct PeriodWork {
  let run: PayRun
  let terms: Crediting.Terms
  let books: PlanBooks
  let code: Int32
  let number: Int
  let calendar: PayCalendar
  let period: Period
  let quotaTerms: QuotaTerms
  let rules: PayRules
  /// True if lines with their sentences are requested.
  let detail: Bool
  let words: PayWords
  var extra: ExtraCredit?
  var account: DrawAccount
  var deals: [DealKey: DealPay]
  var pay: MemberPay
  var items: [CreditItem] = []
  var clawbacks: [ClawbackItem] = []

  /// A credit of the period, in the order in which it climbs the rate table.
  struct CreditItem {
    /// The event; nil for credit taken back by a clawback, and for hypothetical credit.
    let event: PayEvent?
    let pair: CreditPair
    let key: DealKey?
    let day: CalendarDay
    /// The order within a day: the fact's index in time order, `.max` without a fact.
    let order: Int32
  }

  /// A refund or lapse that takes back pay of a sale.
  struct ClawbackItem {
    let key: DealKey
    let day: CalendarDay
    let order: Int32
    /// The refund; nil for a lapse.
    let refund: PayEvent?
    /// The part of the sale that it undoes, 1 for all.
    let part: Exact
  }

  init(
    _ chain: MemberChain, _ terms: Crediting.Terms, _ books: PlanBooks, _ number: Int, detail: Bool
  ) {
    run = chain.run
    self.terms = terms
    self.books = books
    code = chain.code
    self.number = number
    calendar = chain.calendar
    period = chain.calendar.period(number)
    quotaTerms = QuotaTerms(terms.person, terms.plan, books.crediting.plan.fiscal)
    account = chain.account
    deals = chain.deals
    self.detail = detail
    words = PayWords(currency: books.crediting.plan.currency)
    pay = MemberPay(terms, chain.member, period, through: min(period.last, chain.run.day))
    pay.quota = quotaTerms.quota(number)
    pay.loanBefore = account.loan
    let there = quotaTerms.daysThere(period)
    // Pay after a member has left is under the whole period's cap, rather than uncapped.
    let presence: Exact =
      terms.plan.prorate == .days && there > 0 && there < period.length
      ? Exact(Int128(there), over: Int128(period.length)) : .one
    rules = PayRules(
      plan: terms.plan, digits: words.currency.digits, quota: pay.quota?.amount,
      presence: presence)
    pay.targetPay = rules.targetPay
  }

  /// The last day whose events count.
  var through: CalendarDay { pay.through }

  /// True if the member is employed on any day of the period.
  var isEmployed: Bool { quotaTerms.daysThere(period) > 0 }

  /// True if there is nothing to report: not employed, nothing credited and nothing paid.
  var isEmpty: Bool { !isEmployed && items.isEmpty && pay.lines.isEmpty && pay.payout == 0 }

  /// Computes all pay from the credits, in the order of the rules.
  mutating func earn() throws(PayProblem) {
    takeCredits()
    pay.credit = items.reduce(.zero) { $0 + $1.pair.quota }
    try payRates()
    let isSupposed = extra?.replaces == true
    if !isSupposed { try paySpifs() }
    pay.earned = pay.payout
    try settleDraw()
    guard !isSupposed else { return }
    try takeBack()
    holdBack()
    adjust()
  }

  /// The member's pay, with the loan at the end of the period.
  func finish() -> MemberPay {
    var pay = pay
    pay.loan = account.loan
    return pay
  }

  /// Adds a line, and its amount to the payout.
  mutating func add(_ line: PayLine) {
    pay.payout += line.pay
    if detail { pay.lines.append(line) }
  }

  /// The year's credit before this period, and its quota.
  var yearStanding: YearStanding {
    guard terms.plan.rates?.tiers.contains(where: \.yearGate) == true else {
      return YearStanding(before: .zero, quota: nil)
    }
    let start = calendar.period(calendar.yearStart(of: number)).first
    return YearStanding(
      before: books.quotaCredit(of: code, terms.plan.stream, in: start..<period.first),
      quota: quotaTerms.yearQuota(of: number))
  }

  /// The id of a sale's deal; nil for sales that are not deals.
  func name(of key: DealKey?) -> String? {
    guard case .deal(let deal) = key else { return nil }
    return run.events.facts.deals[deal]
  }
}
