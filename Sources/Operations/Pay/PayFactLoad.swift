internal import Facts
internal import Ledger
internal import Pay
internal import Planning
internal import Ruling

/// Loads the ledger's facts for pay, on all processors in parallel.
///
/// Each thread reads a range of fact numbers. Bodies with more than a deal and its stage are set
/// aside and parsed after the ranges are joined, because they may name members, deals or products
/// that the ledger has no numbers for.
struct PayFactLoad {
  private let plan: Plan
  private var facts: PayFacts
  /// Maps the ledger's name numbers to members' indexes; -1 if a name isn't a member.
  private let members: [Int32]
  private let plays: [Int32]
  /// Facts whose body is still to be parsed, with their index.
  private var aside: [(place: Int, body: String)] = []
  private var problem: LedgerProblem?

  /// Facts below which a part is not worth a thread.
  private static let factsPerPart: Int64 = 500

  /// Loads the facts received and happened before the given moments, up to fact number `number`.
  ///
  /// Time spent is loaded if a pay plan counts customers, or if `withTime` is true.
  static func facts(
    _ ledger: FactLedger, _ plan: Plan, receivedBefore: Instant, happenedBefore: Instant,
    upTo number: Int64 = .max, withTime: Bool = false
  ) throws(LedgerProblem) -> PayFacts {
    let last = min(number, try ledger.lastNumber())
    let empty = PayFactLoad(plan, try ledger.payNames())
    guard last > 0 else { return empty.facts }
    let parts =
      ledger.path == nil ? 1 : min(Int64(Workers.count), max(1, last / factsPerPart))
    let kinds = withTime ? plan.kindsForPay.union([.time]) : plan.kindsForPay
    let made = Workers.run(pieces: Int(parts), begin: { [(part: Int64, load: PayFactLoad)]() }) {
      made, piece in
      let part = Int64(piece)
      let numbers =
        last * part / parts + 1...max(last * (part + 1) / parts, last * part / parts + 1)
      var load = empty
      load.facts.reserve(numbers.count)
      do throws(LedgerProblem) {
        try ledger.payRows(
          of: kinds, numbered: numbers, receivedBefore: receivedBefore,
          happenedBefore: happenedBefore
        ) { load.take($0, id: $1, body: $2) }
      } catch { load.problem = error }
      made.append((part, load))
    }
    var whole: PayFactLoad?
    for (_, load) in made.joined().sorted(by: { $0.part < $1.part }) {
      if let problem = load.problem { throw problem }
      if whole == nil { whole = load } else { whole?.append(load) }
    }
    var load = whole ?? empty
    load.readAside()
    load.facts.finish()
    return load.facts
  }

  private init(_ plan: Plan, _ names: PayNames) {
    self.plan = plan
    var facts = PayFacts()
    for person in plan.people { _ = facts.member(person.id.text) }
    let most = max(names.members.keys.max() ?? 0, names.plays.keys.max() ?? 0)
    var members = Array(repeating: Int32(-1), count: Int(most) + 1)
    var plays = members
    for (number, text) in names.members.sorted(by: { $0.key < $1.key }) {
      members[Int(number)] = facts.member(text)
    }
    for (number, text) in names.plays.sorted(by: { $0.key < $1.key }) {
      plays[Int(number)] = facts.play(text)
    }
    (self.facts, self.members, self.plays) = (facts, members, plays)
  }

  private mutating func append(_ other: PayFactLoad) {
    let first = facts.append(other.facts)
    aside += other.aside.map { (first + $0.place, $0.body) }
  }

  private mutating func take(_ row: PayRow, id: Span<UInt8>, body: Span<UInt8>) {
    let day = plan.zone.day(of: Instant(milliseconds: row.at))
    var fact = PayFact(number: row.number, at: row.at, day: day, kind: row.kind)
    fact.customer = row.customer
    fact.play = plays[Int(row.play)]
    fact.member = members[Int(row.member)]
    if let amount = row.amount {
      fact.hasAmount = true
      // A deal's amount counts at the rate of the day it is won, which may come later.
      if row.kind == .deal {
        (fact.amount, fact.currency) = (amount, row.currency)
      } else {
        fact.amount =
          row.currency == 0 ? amount : plan.rates.minor(amount, row.currency, on: day)
      }
    }
    if row.kind == .deal, row.deal > 0, let plain = PlainDealBody(body) {
      fact.deal = Int32(row.deal)
      fact.stage = PayFactLoad.stage(body.extracting(plain.stage))
      facts.deal(fact.deal, isCalled: body.extracting(plain.deal))
    } else if !body.isEmpty, row.kind == .deal || row.kind == .money || row.kind == .play {
      aside.append(
        (facts.count, body.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }))
    }
    facts.append(fact, id: id, refers: row.refers)
  }

  private mutating func readAside() {
    for (place, body) in aside {
      guard let stored = StoredBody(body) else { continue }
      facts.change(place) { PayFactLoad.read(stored, &$0, &$1) }
    }
    aside = []
  }

  private static func read(_ stored: StoredBody, _ facts: inout PayFacts, _ fact: inout PayFact) {
    if let deal = stored.deal { fact.deal = facts.deal(deal) }
    if let stage = stored.stage { fact.stage = DealStage(stage) }
    if let product = stored.product { fact.product = facts.product(product) }
    if let owner = stored.owner { fact.member = facts.member(owner) }
    fact.splits = splits(stored.splits, &facts)
    fact.quotaSplits = splits(stored.quotaSplits, &facts)
  }

  private static func splits(_ splits: [Split], _ facts: inout PayFacts) -> SplitSet {
    facts.splits(
      splits.map { PaySplit(member: facts.member($0.member.text), share: Exact($0.share)) })
  }

  private static let won = Array("won".utf8)
  private static let lost = Array("lost".utf8)

  /// The stage of that name, without making a text of it.
  private static func stage(_ name: Span<UInt8>) -> DealStage {
    func isNamed(_ text: [UInt8]) -> Bool {
      name.count == text.count && text.indices.allSatisfy { name[$0] == text[$0] }
    }
    return isNamed(won) ? .won : isNamed(lost) ? .lost : .open
  }
}

extension Plan {
  /// The kinds of facts that the plan's pay plans use.
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
