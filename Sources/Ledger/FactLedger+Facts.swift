public import Facts
import GRDB

/// A fact's row as the engine wants it: numbers for names, and the text of its other fields.
public struct FactRow: Sendable {
  /// The order in which facts were kept, from 1.
  public var number: Int64
  /// Decides the unit of ``amount`` and the shape of ``body``.
  public var kind: FactKind
  /// Milliseconds since 1970.
  public var at: Int64
  /// Milliseconds since 1970.
  public var received: Int64
  /// 0 where the fact names no customer; else dense from 1.
  public var customer: Int64
  /// 0 where the fact names no play.
  public var play: Int64
  /// As the fact names it; nil where it does not, whatever its play says.
  public var lever: Lever?
  /// 0 where the fact names no member.
  public var member: Int64
  /// Minor units, or seconds for time; 0 where there is none.
  public var amount: Int64
  /// Tells an amount of 0 from none.
  public var hasAmount: Bool
  /// Packed; 0 where there is none.
  public var currency: UInt32
  /// 0 where the fact names no channel.
  public var channel: Int64
  /// 0 for facts that are no deals.
  public var deal: Int64

  /// A row; what is not said, there is not.
  @inlinable @inline(__always)
  public init(
    number: Int64, kind: FactKind, at: Int64, received: Int64, customer: Int64 = 0,
    play: Int64 = 0, lever: Lever? = nil, member: Int64 = 0, amount: Int64? = nil,
    currency: UInt32 = 0, channel: Int64 = 0, deal: Int64 = 0
  ) {
    self.number = number
    self.kind = kind
    self.at = at
    self.received = received
    self.customer = customer
    self.play = play
    self.lever = lever
    self.member = member
    self.amount = amount ?? 0
    hasAmount = amount != nil
    self.currency = currency
    self.channel = channel
    self.deal = deal
  }
}

/// A fact that names another one: a retraction or a refund.
public struct FactReference: Sendable {
  /// The number of the fact that names it.
  public let from: Int64
  /// A retraction or money.
  public let kind: FactKind
  /// Milliseconds since 1970.
  public let received: Int64
  /// The number of the fact named.
  public let to: Int64
  /// The customer whom the fact named names; 0 for none.
  public let customer: Int64

  /// One fact that names another.
  public init(from: Int64, kind: FactKind, received: Int64, to: Int64, customer: Int64) {
    self.from = from
    self.kind = kind
    self.received = received
    self.to = to
    self.customer = customer
  }
}

/// How much a ledger holds.
public struct LedgerExtent: Sendable {
  /// How many are kept, retracted ones among them.
  public let facts: Int
  /// The number of the fact kept last; 0 where there is none.
  public let last: Int64
  /// When the first and the last fact were received, by time of receipt.
  public let received: ClosedRange<Instant>?
}

extension FactLedger {
  /// How much the ledger holds.
  public func extent() throws(LedgerProblem) -> LedgerExtent {
    try reading { database in
      let row = try RowStatement(database, FactSQL.extent)
      defer { row.reset() }
      guard try row.step(), row.integer(0) > 0 else {
        return LedgerExtent(facts: 0, last: 0, received: nil)
      }
      let first = Instant(milliseconds: row.integer(2))
      return LedgerExtent(
        facts: Int(row.integer(0)), last: row.integer(1),
        received: first...Instant(milliseconds: row.integer(3)))
    }
  }

  /// The number of the fact kept last; 0 where there is none.
  public func lastNumber() throws(LedgerProblem) -> Int64 {
    try reading { try Int64.fetchOne($0, sql: FactSQL.last) ?? 0 }
  }

  /// The numbers of facts whose body cannot be read, which only damage to the file can cause.
  public func damagedFacts() throws(LedgerProblem) -> [Int64] {
    try reading { try Int64.fetchAll($0, sql: FactSQL.damaged) }
  }

  /// The highest number of any customer; 0 where there is none.
  public func customerCount() throws(LedgerProblem) -> Int {
    try reading { try Int.fetchOne($0, sql: FactSQL.customers) ?? 0 }
  }

  /// The id of the fact of a number and when it was received in milliseconds; nil where there is none.
  public func identity(of number: Int64) throws(LedgerProblem) -> (id: String, received: Int64)? {
    try reading { database in
      let row = try RowStatement(database, FactSQL.idAt)
      row.bind(number, at: 1)
      defer { row.reset() }
      guard try row.step(), let id = row.text(0) else { return nil }
      return (id, row.integer(1))
    }
  }

  /// Gives the rows whose number is past `after` and not past `through`, in the order kept, each with the kind's
  /// other fields as JSON in UTF-8 for plays, money, deals and holdouts (empty for none). Facts are never changed,
  /// so any number of scans may run at once and see the same.
  public func scan(
    after: Int64, through: Int64, take: (FactRow, _ body: Span<UInt8>) -> Void
  ) throws(LedgerProblem) {
    try reading { database in
      let row = try RowStatement(database, FactSQL.scan)
      row.bind(after, at: 1)
      row.bind(through, at: 2)
      defer { row.reset() }
      while try row.step() {
        guard let kind = FactKind(number: Int(row.integer(1))) else { continue }
        let fact = FactRow(
          number: row.integer(0), kind: kind, at: row.integer(2), received: row.integer(3),
          customer: row.integer(4), play: row.integer(5),
          lever: Lever(number: Int(row.integer(6))), member: row.integer(7),
          amount: row.optionalInteger(8), currency: UInt32(row.integer(9)),
          channel: row.integer(10), deal: row.integer(11))
        row.withText(12) { take(fact, $0) }
      }
    }
  }

  /// The row of one fact by its number; nil where there is none.
  public func row(of number: Int64) throws(LedgerProblem) -> FactRow? {
    var found: FactRow?
    try scan(after: number - 1, through: number) { row, _ in found = row }
    return found
  }

  /// Which facts name which, among those not past `through`, where one of the two lies past `after`.
  public func links(after: Int64, through: Int64) throws(LedgerProblem) -> [FactReference] {
    try reading { database in
      let row = try RowStatement(database, after == 0 ? FactSQL.links : FactSQL.laterLinks)
      row.bind(after, at: 1)
      row.bind(through, at: 2)
      defer { row.reset() }
      var references: [FactReference] = []
      while try row.step() {
        guard let kind = FactKind(number: Int(row.integer(1))) else { continue }
        references.append(
          FactReference(
            from: row.integer(0), kind: kind, received: row.integer(2), to: row.integer(3),
            customer: row.integer(4)))
      }
      return references
    }
  }

  /// The ids of plays by the number that rows give.
  public func playNames() throws(LedgerProblem) -> [Int64: PlayID] {
    try reading { database in
      try FactLedger.names(.play, database).compactMapValues { PlayID($0) }
    }
  }

  /// The names of channels by the number that rows give.
  public func channelNames() throws(LedgerProblem) -> [Int64: String] {
    try reading { database in try FactLedger.names(.channel, database) }
  }

  /// Which of some ids are kept.
  public func kept(_ ids: [FactID]) throws(LedgerProblem) -> Set<FactID> {
    try reading { database in
      let row = try RowStatement(database, "SELECT 1 FROM fact WHERE id = ?")
      var kept: Set<FactID> = []
      for id in ids {
        row.bind(id.text, at: 1)
        if try row.step() { kept.insert(id) }
        row.reset()
      }
      return kept
    }
  }

  /// A fact whole, and when it was received, by its number; nil where there is none.
  public func fact(of number: Int64) throws(LedgerProblem) -> (fact: Fact, received: Instant)? {
    try reading { database in
      let row = try RowStatement(database, FactSQL.whole + " WHERE f.number = ?")
      row.bind(number, at: 1)
      defer { row.reset() }
      return try row.step() ? try StoredFact.read(row) : nil
    }
  }

  /// Gives every fact whole, with its time of receipt, in the order kept.
  public func facts(_ take: (Fact, Instant) throws -> Void) throws(LedgerProblem) {
    try reading { database in
      let row = try RowStatement(database, FactSQL.whole + " ORDER BY f.number")
      defer { row.reset() }
      while try row.step() {
        let stored = try StoredFact.read(row)
        try take(stored.fact, stored.received)
      }
    }
  }

  /// The fact of an id; nil where there is none.
  public func fact(_ id: FactID) throws(LedgerProblem) -> Fact? {
    try reading { database in try StoredFact.fetch(id: id, database) }
  }

  /// The names of members by the number that rows give.
  public func memberNames() throws(LedgerProblem) -> [Int64: MemberID] {
    try reading { database in
      try FactLedger.names(.member, database).compactMapValues { MemberID($0) }
    }
  }

  /// The ids of customers by the number that rows give.
  public func customerNames() throws(LedgerProblem) -> [Int64: CustomerID] {
    try reading { database in
      let row = try RowStatement(database, "SELECT number, id FROM customer")
      defer { row.reset() }
      var names: [Int64: CustomerID] = [:]
      while try row.step() { names[row.integer(0)] = row.text(1).flatMap { CustomerID($0) } }
      return names
    }
  }

  private static func names(_ space: Names.Space, _ database: Database) throws -> [Int64: String] {
    let row = try RowStatement(database, "SELECT number, text FROM name WHERE space = ?")
    row.bind(space.rawValue, at: 1)
    defer { row.reset() }
    var names: [Int64: String] = [:]
    while try row.step() { names[row.integer(0)] = row.text(1) }
    return names
  }
}

extension FactLedger {
  /// When the fact kept last was received; nil where there is none.
  public func lastReceived() throws(LedgerProblem) -> Instant? {
    try reading { database in
      try Int64.fetchOne(database, sql: FactSQL.lastReceived).map { Instant(milliseconds: $0) }
    }
  }
}
