internal import Facts
internal import Ledger
internal import Pay
internal import Planning

extension PayRecords {
  /// Loads the decisions about pay before a moment, except one period's lock. Facts up to number
  /// `lastFact` are known.
  static func known(
    _ ledger: FactLedger, _ plan: Plan, before moment: Instant, without period: String?,
    upTo lastFact: Int64
  ) throws -> PayRecords {
    let snapshots = try ledger.paySnapshots(before: moment)
    return try records(
      ledger, plan, snapshots.filter { $0.period != period }, before: moment, known: lastFact)
  }

  /// Loads the decisions about pay that were known when a snapshot was made.
  static func known(
    _ ledger: FactLedger, _ plan: Plan, whenMaking snapshot: PaySnapshot
  ) throws -> PayRecords {
    let snapshots = try ledger.paySnapshots(whenMaking: snapshot.number)
    return try records(
      ledger, plan, snapshots.filter { $0.period != snapshot.period },
      before: Instant(milliseconds: snapshot.taken.milliseconds + 1), known: snapshot.lastFact)
  }

  private static func records(
    _ ledger: FactLedger, _ plan: Plan, _ snapshots: [PaySnapshot], before moment: Instant,
    known lastFact: Int64
  ) throws -> PayRecords {
    let (adjustments, holds) = (
      try ledger.payAdjustments(before: moment), try ledger.payHolds(before: moment)
    )
    return PayRecords(
      holds: intervals(holds),
      adjustments: adjustments.compactMap { adjustment in
        guard let member = MemberID(adjustment.member) else { return nil }
        return Adjustment(
          number: adjustment.number, member: member, period: adjustment.period,
          amount: adjustment.amount, author: adjustment.author, reason: adjustment.reason,
          day: plan.zone.day(of: adjustment.at))
      }, locked: try locked(ledger, plan, snapshots, known: lastFact))
  }

  /// Pairs holds with the releases that end them.
  private static func intervals(_ steps: [PayHold]) -> [DealHold] {
    var holds: [DealHold] = []
    for step in steps {
      if step.isHeld {
        holds.append(DealHold(deal: step.deal, from: step.day, released: nil, why: step.why))
      } else if let index = holds.lastIndex(where: { $0.deal == step.deal && $0.released == nil }) {
        let hold = holds[index]
        holds[index] = DealHold(
          deal: hold.deal, from: hold.from, released: step.day, why: hold.why)
      }
    }
    return holds
  }

  /// The locked periods. Lines are read only if a fact that concerns one of them arrived after its
  /// snapshot.
  private static func locked(
    _ ledger: FactLedger, _ plan: Plan, _ snapshots: [PaySnapshot], known lastFact: Int64
  ) throws -> [LockedRun] {
    let locked = snapshots.filter(\.isLocked)
    guard !locked.isEmpty else { return [] }
    var changed: [Int64: Bool] = [:]
    for snapshot in locked {
      guard let (_, period) = PayCalendar.labelled(snapshot.period, plan.fiscal) else { continue }
      let end = plan.zone.start(of: period.end)
      changed[snapshot.number] = try ledger.hasFacts(
        after: snapshot.lastFact, upTo: lastFact, happenedBefore: end)
    }
    let anyChanged = changed.values.contains(true)
    let texts = try ledger.plans()
    var plans: [Int: Plan] = [:]
    return try locked.map { snapshot in
      if plans[snapshot.plan] == nil, let text = texts.first(where: { $0.version == snapshot.plan })
      {
        plans[snapshot.plan] = try Plan.checked(text.text, name: "plan version \(snapshot.plan)")
      }
      return LockedRun(
        period: snapshot.period, plan: plans[snapshot.plan] ?? plan,
        changed: changed[snapshot.number] ?? false,
        lines: anyChanged ? try lines(ledger, snapshot) : [:])
    }
  }

  private static func lines(
    _ ledger: FactLedger, _ snapshot: PaySnapshot
  ) throws -> [MemberID: [LockedRun.LockedLine]] {
    var lines: [MemberID: [LockedRun.LockedLine]] = [:]
    for body in try ledger.payStatements(snapshot.number) {
      let statement = try Statement.frozen(body, snapshot.number)
      guard let member = MemberID(statement.member), let currency = Currency(statement.currency)
      else { continue }
      lines[member] = statement.lines.compactMap { line in
        guard let rule = PayLine.Rule(rawValue: line.rule),
          let pay = DecimalText(line.pay)?.scaled(to: currency.digits)
        else { return nil }
        return LockedRun.LockedLine(
          rule: rule, about: line.about, fact: line.fact, pay: Int128(pay))
      }
    }
    return lines
  }
}
