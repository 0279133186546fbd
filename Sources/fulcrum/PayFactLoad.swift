import Facts
import Ledger
import Pay
import Planning

/// The ledger's facts as pay looks at them.
struct PayFactLoad {
  private let plan: Plan
  private var facts = PayFacts()
  /// By the ledger's number of a name; −1 where it is none of theirs.
  private var members: [Int32] = [-1]
  private var plays: [Int32] = [-1]

  /// The facts known and happened before the view's moments, up to a number in the order kept.
  static func facts(
    _ ledger: FactLedger, _ plan: Plan, receivedBefore: Instant, happenedBefore: Instant,
    upTo number: Int64 = .max
  ) throws(LedgerProblem) -> PayFacts {
    var load = PayFactLoad(plan: plan)
    load.facts.reserve(try ledger.extent().facts)
    let kinds = plan.kindsForPay
    try ledger.payRows(
      of: kinds, upTo: number, receivedBefore: receivedBefore, happenedBefore: happenedBefore,
      begin: { load.begin($0) }, take: { load.take($0) })
    load.facts.finish()
    return load.facts
  }

  private init(plan: Plan) {
    self.plan = plan
    for person in plan.people { _ = facts.member(person.id.text) }
  }

  private mutating func begin(_ names: PayNames) {
    let most = max(names.members.keys.max() ?? 0, names.plays.keys.max() ?? 0)
    members = Array(repeating: -1, count: Int(most) + 1)
    plays = members
    for (number, text) in names.members { members[Int(number)] = facts.member(text) }
    for (number, text) in names.plays { plays[Int(number)] = facts.play(text) }
  }

  private mutating func take(_ row: PayRow) {
    let day = plan.zone.day(of: Instant(milliseconds: row.at))
    var fact = PayFact(number: row.number, at: row.at, day: day, kind: row.kind)
    fact.customer = row.customer
    fact.play = plays[Int(row.play)]
    fact.member = members[Int(row.member)]
    if let amount = row.amount {
      fact.hasAmount = true
      fact.amount = row.currency == 0 ? amount : converted(amount, row.currency, on: day)
    }
    if let body = row.body { read(body, into: &fact) }
    facts.append(fact, id: row.id, refers: row.refers)
  }

  /// A currency without a rate in the plan in force counts nothing, as in every other answer.
  private func converted(_ amount: Int64, _ packed: UInt32, on day: CalendarDay) -> Int64 {
    if packed == plan.currency.packed { return amount }
    guard let currency = Currency(packed: packed) else { return 0 }
    return plan.rates.convert(Money(minor: amount, currency), on: day) ?? 0
  }

  private mutating func read(_ body: String, into fact: inout PayFact) {
    if fact.kind == .deal, let plain = PlainDeal(body) {
      fact.deal = facts.deal(plain.deal)
      fact.stage = PayStage(plain.stage)
      return
    }
    guard fact.kind == .deal || fact.kind == .money || fact.kind == .play else { return }
    let json: JSON
    do { json = try JSON(parsing: body) } catch { return }
    if let deal = json.text("deal") { fact.deal = facts.deal(deal) }
    if let stage = json.text("stage") { fact.stage = PayStage(stage) }
    if let product = json.text("product") { fact.product = facts.product(product) }
    if let owner = json.text("owner") { fact.member = facts.member(owner) }
    fact.splits = facts.splits(splits(json["splits"]))
    fact.quotaSplits = facts.splits(splits(json["quota_splits"]))
  }

  private mutating func splits(_ json: JSON?) -> [PaySplit] {
    guard case .object(let members)? = json else { return [] }
    return members.compactMap { member in
      let written: String
      switch member.value {
      case .string(let text), .number(let text): written = text
      default: return nil
      }
      guard let share = DecimalText(written), MemberID(member.key) != nil else { return nil }
      return PaySplit(member: facts.member(member.key), share: Exact(share))
    }
  }
}

/// The fields of a deal's body that says nothing but its deal and stage.
private struct PlainDeal {
  let deal: String
  let stage: String

  init?(_ body: String) {
    let start = #"{"deal":""#
    let middle = #"","stage":""#
    guard body.hasPrefix(start), body.hasSuffix(#""}"#), !body.utf8.contains(UInt8(ascii: "\\"))
    else { return nil }
    let bytes = body.utf8
    let rest = bytes.dropFirst(start.utf8.count)
    guard let quote = rest.firstIndex(of: UInt8(ascii: "\"")),
      rest[quote...].starts(with: middle.utf8)
    else { return nil }
    let stage = rest[quote...].dropFirst(middle.utf8.count).dropLast(2)
    guard !stage.contains(UInt8(ascii: "\"")) else { return nil }
    deal = String(body[rest.startIndex..<quote])
    self.stage = String(stage) ?? ""
  }
}

extension JSON {
  /// The text of a member; nil where there is none of that key or it is no text.
  fileprivate func text(_ key: String) -> String? {
    if case .string(let text)? = self[key] { return text }
    return nil
  }
}

extension Plan {
  /// The kinds of facts that its pay plans look at.
  var kindsForPay: Set<FactKind> {
    var kinds: Set<FactKind> = [.deal, .money, .retract]
    let plans = pay.values
    let countsCustomers = plans.contains { plan in
      plan.measure == .activations || plan.measure == .retainedMoney
        || plan.clawback?.when.contains(.lapse) == true
        || plan.spifs.contains { $0.what == .activations }
    }
    if countsCustomers { kinds.insert(.time) }
    if plans.contains(where: { $0.measure == .margin }) { kinds.insert(.cost) }
    if plans.contains(where: { $0.credit == .attributed }) { kinds.formUnion([.touch, .play]) }
    return kinds
  }
}
