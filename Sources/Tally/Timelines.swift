public import Facts
public import Ledger

/// Every customer's facts in time order, in columns: what all sums are taken over.
///
/// Customers have the ledger's dense numbers as slots; slot 0 holds the facts that name no customer.
/// What came since the columns were built lies beside them, a customer at a time.
public struct Timelines: Sendable {
  /// Facts at or after this are left out.
  public let happenedBefore: Instant
  /// The number of the last fact taken in; 0 for none.
  public private(set) var last: Int64 = 0
  /// The first and last day of any fact, in time; nil where there are none.
  public private(set) var extent: ClosedRange<Int64>?
  private(set) var base: Columns
  private(set) var changed: [Int: Columns] = [:]
  private(set) var slots: Int
  var keys = KeyTable()
  var details: [Detail] = []
  var deals = DealTable()
  private(set) var plays: [Int64: PlayLever] = [:]
  /// Plays' places in the order of their ids.
  private var playRanks: [Int64: Int] = [:]
  /// Facts whose body could not be read, which only damage to the file can cause.
  public internal(set) var damaged: [Int64] = []

  /// A play's lever and since when it has been declared so.
  struct PlayLever: Sendable {
    var at: Int64
    var number: Int64
    var lever: Lever?
  }

  /// Timelines without facts.
  public init(happenedBefore: Instant) {
    self.happenedBefore = happenedBefore
    base = Columns(RowsByKind(), slots: 1)
    slots = 1
  }

  /// The timelines of what a ledger knew before a moment of what happened before another.
  ///
  /// - Complexity: one pass over the ledger's facts.
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(
    _ ledger: FactLedger, receivedBefore: Instant, happenedBefore: Instant
  ) throws(LedgerProblem) {
    self.init(happenedBefore: happenedBefore)
    var reading = self
    var references = References()
    var rows = RowsByKind()
    var deals: [Stream.Row] = []
    var strays = Strays()
    try ledger.scan(receivedBefore: receivedBefore) { links, plays in
      references = References(links, receivedBefore: receivedBefore)
      strays = Strays(references)
      reading.rankPlays(plays)
    } take: { fact in
      guard let row = reading.row(fact, references) else { return }
      if fact.kind == .deal {
        deals.append(row)
      } else if !strays.hold(row, references) {
        rows.add(row, fact.kind)
      }
    }
    for row in strays.settled { rows.add(row, .money) }
    for var row in deals {
      row.slot = reading.dealSlot(of: row) ?? row.slot
      rows.add(row, .deal)
    }
    reading.base = Columns(rows, slots: reading.slots)
    self = reading
  }

  /// Customers that any fact names.
  public var customers: Range<Int> { 1..<max(1, slots) }

  /// The place of a play in the order of plays' ids.
  func rank(ofPlay play: Int64) -> Int { playRanks[play] ?? Int.max }

  /// Takes the names of plays, for their order.
  mutating func rankPlays(_ names: [Int64: PlayID]) {
    let sorted = names.sorted { $0.value < $1.value }
    playRanks = Dictionary(uniqueKeysWithValues: zip(sorted.map(\.key), sorted.indices))
  }

  /// One customer's facts; slot 0 for those that name none.
  func timeline(_ slot: Int) -> Timeline {
    if let own = changed[slot] { return Timeline(columns: own, slot: 0, customer: slot) }
    return Timeline(columns: base, slot: slot, customer: slot)
  }

  /// Takes in more facts.
  ///
  /// - Returns: the timelines, from before, of the customers whose facts changed: what a kept sum must
  ///   take out, and put in again as they are now.
  mutating func take(_ facts: [FactRow], _ references: References) -> [Timeline] {
    var before: [Int: Timeline] = [:]
    var bySlot: [Int: [(row: Stream.Row, kind: FactKind)]] = [:]
    for fact in facts {
      guard let row = row(fact, references) else { continue }
      guard fact.kind == .deal else {
        bySlot[row.slot, default: []].append((row, fact.kind))
        continue
      }
      for old in takeDeal(row, customer: Int(fact.customer)) where before[old.customer] == nil {
        before[old.customer] = old
      }
    }
    for (slot, entries) in bySlot {
      before[slot] = before[slot] ?? timeline(slot)
      change(slot) { rows in
        for entry in entries { rows.add(entry.row, entry.kind) }
      }
    }
    return before.values.sorted { $0.customer < $1.customer }
  }

  private mutating func takeDeal(_ row: Stream.Row, customer: Int) -> [Timeline] {
    guard row.detail >= 0, case .deal(let deal, _, _) = details[Int(row.detail)] else { return [] }
    let now = deals.customer(of: deal) ?? customer
    let sources = deals.slots(of: deal).union([now]).sorted()
    let before = sources.map(timeline)
    var moved: [Stream.Row] = [row]
    let table = details
    for slot in sources {
      change(slot) { rows in
        moved += rows.deal.filter { Timelines.isRow($0, of: deal, table) }
        rows.deal.removeAll { Timelines.isRow($0, of: deal, table) }
      }
    }
    change(now) { rows in rows.deal += moved }
    deals.place(deal, in: now)
    return before
  }

  private static func isRow(_ row: Stream.Row, of deal: Int32, _ details: [Detail]) -> Bool {
    guard row.detail >= 0, case .deal(deal, _, _) = details[Int(row.detail)] else { return false }
    return true
  }

  private mutating func change(_ slot: Int, _ edit: (inout RowsByKind) -> Void) {
    let timeline = timeline(slot)
    var rows = timeline.columns.rows(of: timeline.slot)
    edit(&rows)
    for path in [
      \RowsByKind.money, \.time, \.deal, \.touch, \.holdout, \.cost, \.other,
    ] { for index in rows[keyPath: path].indices { rows[keyPath: path][index].slot = 0 } }
    changed[slot] = Columns(rows, slots: 1)
  }

  private mutating func dealSlot(of row: Stream.Row) -> Int? {
    guard row.detail >= 0, case .deal(let deal, _, _) = details[Int(row.detail)] else {
      return nil
    }
    let slot = deals.customer(of: deal)
    deals.place(deal, in: slot ?? 0)
    return slot
  }

  /// The row of a fact that counts; nil for one that is void or has not happened yet.
  private mutating func row(_ fact: FactRow, _ references: References) -> Stream.Row? {
    last = max(last, fact.number)
    slots = max(slots, Int(fact.customer) + 1)
    guard fact.at < happenedBefore.milliseconds, !references.void.contains(fact.number) else {
      return nil
    }
    let seen = extent ?? fact.at...fact.at
    extent = min(seen.lowerBound, fact.at)...max(seen.upperBound, fact.at)
    declare(fact)
    let key = keys.number(
      of: FactKey(
        kind: fact.kind, lever: fact.lever, play: fact.play, member: fact.member,
        currency: fact.currency))
    return Stream.Row(
      slot: Int(fact.customer), at: fact.at, number: fact.number, key: key, amount: fact.amount,
      detail: detail(of: fact, references))
  }

  /// The latest declaration of a play, by when it happened, says its lever.
  private mutating func declare(_ fact: FactRow) {
    guard fact.kind == .play else { return }
    let old = plays[fact.play]
    guard old.map({ ($0.at, $0.number) < (fact.at, fact.number) }) ?? true else { return }
    plays[fact.play] = PlayLever(at: fact.at, number: fact.number, lever: fact.lever)
  }
}
