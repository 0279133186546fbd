public import Facts
import GRDB

/// A fact's row for the engine: numbers instead of names, without its JSON body.
public struct FactRow: Sendable {
  /// The fact's number in ledger order, from 1.
  public var number: Int64
  /// The fact's kind, which decides the unit of ``amount``.
  public var kind: FactKind
  /// The time at which the fact happened, in milliseconds since 1970.
  public var at: Int64
  /// The time at which the ledger received the fact, in milliseconds since 1970.
  public var received: Int64
  /// The customer's number, dense from 1; 0 if the fact has no customer.
  public var customer: Int64
  /// The play's number; 0 if the fact has no play.
  public var play: Int64
  /// The lever in the fact itself; nil if it has none, even if its play has one.
  public var lever: Lever?
  /// The member's number; 0 if the fact has no member.
  public var member: Int64
  /// The amount in minor units, or seconds for time; 0 without one.
  public var amount: Int64
  /// True if the fact has an amount, which distinguishes 0 from none.
  public var hasAmount: Bool
  /// The currency as ``Currency/packed``; 0 without one.
  public var currency: UInt32
  /// The channel's number; 0 if the fact has no channel.
  public var channel: Int64
  /// The deal's number; 0 if the fact isn't a deal.
  public var deal: Int64

  /// A row. Omitted fields default to "none".
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

/// A reference from one fact to another: a retraction or a refund.
public struct FactReference: Sendable {
  /// The number of the referring fact.
  public let from: Int64
  /// The kind of the referring fact: a retraction or money.
  public let kind: FactKind
  /// The time at which the referring fact was received, in milliseconds since 1970.
  public let received: Int64
  /// The number of the referenced fact.
  public let to: Int64
  /// The number of the referenced fact's customer; 0 for none.
  public let customer: Int64

  /// A reference between two facts.
  public init(from: Int64, kind: FactKind, received: Int64, to: Int64, customer: Int64) {
    self.from = from
    self.kind = kind
    self.received = received
    self.to = to
    self.customer = customer
  }
}

/// The size of a ledger.
public struct LedgerExtent: Sendable {
  /// The number of facts, including retracted ones.
  public let facts: Int
  /// The number of the last fact; 0 if there are no facts.
  public let last: Int64
  /// The earliest and latest times of receipt; nil if there are no facts.
  public let received: ClosedRange<Instant>?
}

extension FactLedger {
  /// The size of the ledger.
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

  /// The number of the last fact; 0 if there are no facts.
  public func lastNumber() throws(LedgerProblem) -> Int64 {
    try reading { try Int64.fetchOne($0, sql: FactSQL.last) ?? 0 }
  }

  /// The numbers of facts with an unreadable body, which only damage to the file can cause.
  public func damagedFacts() throws(LedgerProblem) -> [Int64] {
    try reading { try Int64.fetchAll($0, sql: FactSQL.damaged) }
  }

  /// The highest customer number; 0 if there are no customers.
  public func customerCount() throws(LedgerProblem) -> Int {
    try reading { try Int.fetchOne($0, sql: FactSQL.customers) ?? 0 }
  }

  /// The id of the fact with a number, and its time of receipt in milliseconds since 1970; nil if
  /// there isn't one.
  public func identity(of number: Int64) throws(LedgerProblem) -> (id: String, received: Int64)? {
    try reading { database in
      let row = try RowStatement(database, FactSQL.idAt)
      row.bind(number, at: 1)
      defer { row.reset() }
      guard try row.step(), let id = row.text(0) else { return nil }
      return (id, row.integer(1))
    }
  }

  /// Calls `take` with the rows numbered above `after` and up to `through`, in ledger order.
  ///
  /// `body` has the kind's other fields as UTF-8 JSON for plays, money, deals and holdouts; it is
  /// empty for other kinds. Facts never change, so any number of scans may run at once and see
  /// the same.
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

  /// The row of the fact with a number; nil if there isn't one.
  public func row(of number: Int64) throws(LedgerProblem) -> FactRow? {
    var found: FactRow?
    try scan(after: number - 1, through: number) { row, _ in found = row }
    return found
  }

  /// The references among facts numbered up to `through` in which at least one of the two is
  /// numbered above `after`.
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

  /// The ids of plays, by their number in rows.
  public func playNames() throws(LedgerProblem) -> [Int64: PlayID] {
    try reading { database in
      try FactLedger.names(.play, database).compactMapValues { PlayID($0) }
    }
  }

  /// The names of channels, by their number in rows.
  public func channelNames() throws(LedgerProblem) -> [Int64: String] {
    try reading { database in try FactLedger.names(.channel, database) }
  }

  /// The subset of `ids` that is in the ledger.
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

  /// The complete fact with a number, and its time of receipt; nil if there isn't one.
  public func fact(of number: Int64) throws(LedgerProblem) -> (fact: Fact, received: Instant)? {
    try reading { database in
      let row = try RowStatement(database, FactSQL.whole + " WHERE f.number = ?")
      row.bind(number, at: 1)
      defer { row.reset() }
      return try row.step() ? try StoredFact.read(row) : nil
    }
  }

  /// Calls `take` with every complete fact and its time of receipt, in ledger order.
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

  /// The fact with an id; nil if there isn't one.
  public func fact(_ id: FactID) throws(LedgerProblem) -> Fact? {
    try reading { database in try StoredFact.fetch(id: id, database) }
  }

  /// The ids of members, by their number in rows.
  public func memberNames() throws(LedgerProblem) -> [Int64: MemberID] {
    try reading { database in
      try FactLedger.names(.member, database).compactMapValues { MemberID($0) }
    }
  }

  /// The ids of customers, by their number in rows.
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
  /// The time of receipt of the last fact; nil if there are no facts.
  public func lastReceived() throws(LedgerProblem) -> Instant? {
    try reading { database in
      try Int64.fetchOne(database, sql: FactSQL.lastReceived).map { Instant(milliseconds: $0) }
    }
  }
}
