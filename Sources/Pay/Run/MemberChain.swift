import Facts
import Planning

/// One member's pay periods one after another: what a period needs from those before it.
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
  /// The periods that are worked out, if any.
  private var done: Range<Int>?

  /// Periods further back than that are not looked at: ten years of months.
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

  /// The pay of a period, worked out after those before it that it depends on.
  mutating func pay(_ target: Int, detail: Bool) throws(PayProblem) -> MemberPay? {
    try reach(target)
    return try step(target, detail: detail, isTarget: true)
  }

  /// The pay of a period as looked at on a day of it, for days that are asked in order: what comes before the
  /// period is worked out once.
  mutating func pay(_ target: Int, on day: CalendarDay) throws(PayProblem) -> MemberPay? {
    run = run.looking(from: day)
    try reach(target)
    var trial = self
    return try trial.step(target, detail: false, isTarget: true)
  }

  /// Works out what a period depends on and comes before it.
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

  /// Whether it is the first period after the last locked one.
  private func isOpen(_ number: Int) -> Bool {
    let last = run.records.locked.compactMap { run -> Int? in
      guard let (calendar, period) = PayCalendar.labelled(run.period, self.run.plan.fiscal),
        calendar.length == self.calendar.length
      else { return nil }
      return calendar.number(of: period.first)
    }.max()
    return last.map { number == $0 + 1 } ?? false
  }

  /// Keeps what a locked period would pay now and did not, less what was trued up since.
  private mutating func compare(_ pay: MemberPay, _ locked: LockedRun) {
    let settled = run.records.locked.flatMap { $0.lines[member] ?? [] }
      .filter { $0.rule == .trueUp && $0.about == locked.period }
    let was = (locked.lines[member] ?? []).filter {
      $0.rule != .trueUp && $0.rule != .adjustment
    }
    let now = pay.lines.filter { $0.rule != .trueUp && $0.rule != .adjustment }
    pending += TrueUp.differences(of: locked.period, was: was, now: now, settled: settled)
  }

  /// The first period that the target depends on.
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

/// What a member's pay of one sale is kept under: the deal, or the payment's fact.
enum DealKey: Hashable {
  case deal(Int32)
  case fact(Int32)
}

/// What one sale has paid a member so far.
struct DealPay {
  /// The day it was won or paid.
  let day: CalendarDay
  /// What it was worth as a whole, in minor units.
  let amount: Int64
  /// Whose sale it was; 0 for nobody.
  let customer: Int64
  /// Quota credit in minor units.
  var credit = Exact.zero
  /// What the rate table has paid for it, in minor units.
  var paid: Int128 = 0
  /// What of ``paid`` earlier pay periods counted.
  var counted: Int128 = 0
  /// What it earns in all, where it is paid out as the customer pays.
  var earned = Exact.zero
  /// The share of ``earned`` that payments have released.
  var released = Exact.zero
  /// The share that was clawed back.
  var clawed = Exact.zero
  /// Pay that is kept back while it is held, in minor units.
  var held: Int128 = 0
}
