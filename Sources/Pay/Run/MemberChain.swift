import Facts
import Planning

/// One member's pay periods in sequence, carrying the state that later periods need.
struct MemberChain {
  private(set) var run: PayRun
  let member: MemberID
  let code: Int32
  let calendar: PayCalendar
  let extra: ExtraCredit?
  var account = DrawAccount()
  var deals: [DealKey: DealPay] = [:]
  /// Differences of locked periods that no locked period has trued up yet.
  private var pending: [TrueUp] = []
  /// The range of periods already computed; nil if none.
  private var done: Range<Int>?

  /// The longest look-back, in pay periods: ten years of months.
  private static let mostPeriods = 120

  init(
    _ run: PayRun, member: MemberID, code: Int32, calendar: PayCalendar, extra: ExtraCredit? = nil
  ) {
    self.run = run
    self.member = member
    self.code = code
    self.calendar = calendar
    self.extra = extra
  }

  /// The pay of a period, after computing the earlier periods that it depends on.
  mutating func pay(_ target: Int, detail: Bool) throws(PayProblem) -> MemberPay? {
    try reach(target)
    return try step(target, detail: detail, isTarget: true)
  }

  /// The pay of a period as of one of its days.
  ///
  /// For days asked in order: the state before the period is computed only once.
  mutating func pay(_ target: Int, on day: CalendarDay) throws(PayProblem) -> MemberPay? {
    run = run.asOf(day)
    try reach(target)
    var trial = self
    return try trial.step(target, detail: false, isTarget: true)
  }

  /// Computes the earlier periods that a period depends on.
  private mutating func reach(_ target: Int) throws(PayProblem) {
    let first = first(of: target)
    if done.map({ $0.lowerBound != first || $0.upperBound > target }) ?? true {
      (account, deals, pending) = (DrawAccount(), [:], [])
      done = first..<first
    }
    for number in (done?.upperBound ?? first)..<target {
      _ = try step(number, detail: false, isTarget: false)
    }
    done = first..<target
  }

  private mutating func step(
    _ number: Int, detail: Bool, isTarget: Bool
  ) throws(PayProblem) -> MemberPay? {
    let period = calendar.period(number)
    let books = run.books(of: period.label)
    guard let terms = books.terms(of: member), terms.plan.period == calendar.length else {
      return nil
    }
    let locked = run.records.locked.first { $0.period == period.label }
    var work = PeriodWork(self, terms, books, number, detail: detail || locked?.changed == true)
    work.extra = isTarget ? extra : nil
    try work.earn()
    if locked == nil, isOpen(number) {
      for trueUp in pending { work.add(trueUp) }
      pending = []
    }
    let pay = work.finish()
    account = work.account
    deals = work.deals
    if let locked, locked.changed, !isTarget { compare(pay, locked) }
    return isTarget && work.isEmpty ? nil : pay
  }

  /// True if it is the first period after the last locked one.
  private func isOpen(_ number: Int) -> Bool {
    let last = run.records.locked.compactMap { run -> Int? in
      guard let (calendar, period) = PayCalendar.labelled(run.period, self.run.plan.fiscal),
        calendar.length == self.calendar.length
      else { return nil }
      return calendar.number(of: period.first)
    }.max()
    return last.map { number == $0 + 1 } ?? false
  }

  /// Adds to `pending` what a locked period would pay now and did not, less what was trued up
  /// since.
  private mutating func compare(_ pay: MemberPay, _ locked: LockedRun) {
    let settled = run.records.locked.flatMap { $0.lines[member] ?? [] }
      .filter { $0.rule == .trueUp && $0.about == locked.period }
    let was = (locked.lines[member] ?? []).filter {
      $0.rule != .trueUp && $0.rule != .adjustment
    }
    let now = pay.lines.filter { $0.rule != .trueUp && $0.rule != .adjustment }
    pending += TrueUp.differences(of: locked.period, was: was, now: now, settled: settled)
  }

  /// The first period that the target depends on, at most ``mostPeriods`` back.
  private func first(of target: Int) -> Int {
    guard let terms = run.books(of: calendar.period(target).label).terms(of: member) else {
      return target
    }
    let needs =
      terms.plan.draw?.recoverable == true || terms.plan.clawback != nil
      || terms.plan.paysOn == .paid || !run.records.holds.isEmpty
      || run.records.locked.contains(where: \.changed)
    guard needs, let days = run.events.facts.days else { return target }
    var first = calendar.number(of: days.lowerBound)
    if let from = terms.person.from { first = max(first, calendar.number(of: from)) }
    return max(min(first, target), target - MemberChain.mostPeriods)
  }
}

/// The key of one sale in a member's pay: the deal, or the payment's or activation's fact.
enum DealKey: Hashable {
  case deal(Int32)
  case fact(Int32)
}

/// A member's pay from one sale so far.
struct DealPay {
  /// The day on which it was won or paid.
  let day: CalendarDay
  /// The full amount of the sale, in minor units.
  let amount: Int64
  /// The ledger's number of the customer; 0 for none.
  let customer: Int64
  /// Quota credit in minor units.
  var credit = Exact.zero
  /// The rate table's pay for it so far, in minor units.
  var paid: Int128 = 0
  /// The part of ``paid`` that earlier pay periods counted.
  var counted: Int128 = 0
  /// Total earnings in minor units, for plans that pay as the customer pays.
  var earned = Exact.zero
  /// The share of ``earned`` that payments have released.
  var released = Exact.zero
  /// The share that was clawed back.
  var clawed = Exact.zero
  /// Pay withheld while the deal is held, in minor units.
  var held: Int128 = 0
}
