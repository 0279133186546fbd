public import Facts
import GRDB
public import Intake

/// Writes facts to the ledger, one transaction per batch.
///
/// Only one writer may run at a time. Use one for a run of batches, so that it can cache the
/// numbers of names.
public struct LedgerWriter: Sendable {
  /// The ledger that is written to.
  public let ledger: FactLedger
  private var names = Names()

  /// A writer to a ledger.
  public init(_ ledger: FactLedger) { self.ledger = ledger }

  /// A fact to store, and when it was received.
  public struct Arrival: Sendable {
    /// Valid by itself; its id may be a duplicate of one in the ledger.
    public let fact: Fact
    /// The time of receipt, stored only if the fact is new; nil for the time of the change.
    public let received: Instant?
    /// The number of the token that sent it; nil for other senders.
    public let token: Int64?
    /// True if a retraction may only refer to facts of the same token, as for a write key.
    public let retractsOwn: Bool

    /// A fact to store, with its time of receipt and its token if they are given.
    public init(
      _ fact: Fact, received: Instant? = nil, token: Int64? = nil, retractsOwn: Bool = false
    ) {
      self.fact = fact
      self.received = received
      self.token = token
      self.retractsOwn = retractsOwn
    }
  }

  /// The result of writing a batch.
  public struct Outcome: Sendable {
    /// The number of new facts.
    public var kept = 0
    /// The number of duplicates: facts already in the ledger with the same content.
    public var known = 0
    /// The indices of the duplicates in the batch, ascending.
    public var knownPlaces: [Int] = []
    /// The conflicts: facts refused because their id has other content in the ledger.
    public var conflicts: [Conflict] = []
    /// The indices of refused retractions, which a key sent for facts of another sender.
    public var foreign: [Int] = []
    /// The number of rows new in quarantine.
    public var quarantined = 0
    /// The number of rows that quarantine already had.
    public var quarantinedBefore = 0

    /// An empty result.
    public init() {}
  }

  /// A fact refused because its id has other content in the ledger.
  public struct Conflict: Sendable {
    /// The refused fact's index in the batch.
    public let index: Int
    /// The fact in the ledger.
    public let kept: Fact
    /// The fact refused.
    public let refused: Fact
  }

  /// Writes a batch in one transaction, which is on disk when this returns.
  ///
  /// `rejections`, the batch's rejected rows, go to quarantine. So does the rejection that
  /// `refuse` makes of a conflict, unless it returns nil. `also` writes further parts of the
  /// batch in the same transaction.
  ///
  /// - Throws: ``LedgerProblem``; then nothing of the batch is stored.
  public mutating func append(
    _ arrivals: [Arrival], rejections: [Rejection] = [], at now: Instant,
    refuse: (Conflict) -> Rejection?, also: (Change, inout Outcome) throws -> Void = { _, _ in }
  ) throws(LedgerProblem) -> Outcome {
    do {
      return try ledger.changing(at: now, as: .counts) { change in
        var outcome = try append(arrivals, rejections: rejections, in: change, refuse: refuse)
        try also(change, &outcome)
        return outcome
      }
    } catch {
      // Numbers assigned in a failed transaction do not exist.
      names = Names()
      throw error
    }
  }

  /// Runs a change in one transaction, of which ``append(_:rejections:in:refuse:)`` may be a part.
  ///
  /// - Throws: ``LedgerProblem``; then nothing of the change is stored.
  public mutating func changing<Value>(
    at now: Instant, _ body: (Change, inout LedgerWriter) throws -> Value
  ) throws(LedgerProblem) -> Value {
    do {
      return try ledger.changing(at: now) { change in try body(change, &self) }
    } catch {
      // Numbers assigned in a failed transaction do not exist.
      names = Names()
      throw error
    }
  }

  /// Writes a batch as a part of a change that ``changing(at:_:)`` runs.
  public mutating func append(
    _ arrivals: [Arrival], rejections: [Rejection] = [], in change: Change,
    refuse: (Conflict) -> Rejection?
  ) throws -> Outcome {
    // Moved out and back, so that the names are never copied; lost if the change fails.
    var names = self.names
    self.names = Names()
    var outcome = Outcome()
    let statement = try RowStatement(change.database, FactSQL.insert)
    for (index, arrival) in arrivals.enumerated() {
      try LedgerWriter.keep(arrival, index, &outcome, &names, statement, change)
    }
    try change.quarantine(rejections + outcome.conflicts.compactMap(refuse), &outcome)
    self.names = names
    return outcome
  }

  private static func keep(
    _ arrival: Arrival, _ index: Int, _ outcome: inout Outcome, _ names: inout Names,
    _ statement: RowStatement, _ change: Change
  ) throws {
    let database = change.database
    if arrival.retractsOwn, case .retract(let target, _) = arrival.fact.body,
      try sender(of: target, database) != arrival.token
    {
      outcome.foreign.append(index)
      return
    }
    if try insert(arrival, at: change.moment, &names, statement, database) {
      outcome.kept += 1
      return
    }
    guard let kept = try StoredFact.fetch(id: arrival.fact.id, database) else {
      throw LedgerProblem.cannotWrite(detail: "fact \(arrival.fact.id) was refused by the schema")
    }
    if kept == arrival.fact {
      outcome.known += 1
      outcome.knownPlaces.append(index)
    } else {
      outcome.conflicts.append(Conflict(index: index, kept: kept, refused: arrival.fact))
    }
  }

  private static func sender(of fact: FactID, _ database: Database) throws -> Int64? {
    var token: Int64?
    try database.each(FactSQL.senderOf, fact.text) { token = $0.optionalInteger(0) }
    return token
  }

  /// Inserts a fact; false if its id is already in the ledger.
  static func insert(
    _ arrival: Arrival, at moment: Instant, _ names: inout Names, _ statement: RowStatement,
    _ database: Database
  ) throws -> Bool {
    let fact = arrival.fact
    let customer = try fact.customer.map { try names.customer($0.text, database) }
    let play = try fact.play.map { try names.number(.play, $0.text, database) }
    let member = try fact.member.map { try names.number(.member, $0.text, database) }
    let source = try fact.source.map { try names.number(.source, $0, database) }
    statement.bind(fact.id.text, at: 1)
    statement.bind(Int64(fact.kind.number), at: 2)
    statement.bind(fact.at.milliseconds, at: 3)
    statement.bind((arrival.received ?? moment).milliseconds, at: 4)
    statement.bind(customer, at: 5)
    statement.bind(play, at: 6)
    statement.bind(fact.lever.map { Int64($0.number) }, at: 7)
    statement.bind(member, at: 8)
    statement.bind(source, at: 9)
    statement.bind(StoredFact.quantity(of: fact), at: 10)
    statement.bind(fact.amount.map { Int64($0.currency.packed) }, at: 11)
    statement.bind(StoredFact.refers(fact), at: 12)
    statement.bind(StoredFact.body(of: fact), at: 13)
    let channel = try StoredFact.channel(of: fact).map { try names.number(.channel, $0, database) }
    let deal = try StoredFact.deal(of: fact).map { try names.number(.deal, $0, database) }
    statement.bind(channel, at: 14)
    statement.bind(deal, at: 15)
    statement.bind(arrival.token, at: 16)
    return try statement.run()
  }
}

extension Change {
  /// Adds rows to quarantine and counts them in `outcome`.
  public func quarantine(
    _ rejections: [Rejection], from token: Int64? = nil, _ outcome: inout LedgerWriter.Outcome
  ) throws {
    for rejection in rejections {
      if try FactLedger.put(rejection, from: token, in: self) {
        outcome.quarantined += 1
      } else {
        outcome.quarantinedBefore += 1
      }
    }
  }
}
