public import Facts
public import Ledger
internal import Synchronization

/// A sum kept up to date: after each fact the customers it changes are taken out and put in again.
public struct StandingSum<Sum: CustomerSum>: Sendable {
  private let empty: Sum
  private let rules: Rules
  /// The facts that are in the sum.
  public private(set) var timelines: Timelines
  private var context: SumContext
  /// The sum as it stands.
  public private(set) var sum: Sum

  /// Customers of one piece of a refresh.
  private static var customersPerPiece: Int { 128 }
  /// So many are changed without help.
  private static var customersAtOnce: Int { 256 }

  /// The sum over everything a ledger holds that happened before a moment.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(
    _ empty: Sum, over ledger: FactLedger, _ rules: Rules, happenedBefore: Instant
  ) throws(LedgerProblem) {
    try self.init(empty, over: IndexedLedger(ledger), rules, happenedBefore: happenedBefore)
  }

  /// The same over a ledger whose index is open.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(
    _ empty: Sum, over source: IndexedLedger, _ rules: Rules, happenedBefore: Instant
  ) throws(LedgerProblem) {
    self.init(
      empty,
      over: try Timelines(source, receivedBefore: .distantFuture, happenedBefore: happenedBefore),
      rules)
  }

  /// The same over facts that are there already, as known now.
  public init(_ empty: Sum, over timelines: Timelines, _ rules: Rules) {
    self.empty = empty
    self.rules = rules
    self.timelines = timelines
    context = timelines.context(rules)
    sum = timelines.total(empty, rules)
  }

  /// Takes in what the ledger has kept since, and what has happened by `end`, which is never set back; nil
  /// for no later than before.
  ///
  /// Facts change only the customers they name. What can reach further (see
  /// ``Timelines/arrivals()``), and a play that is declared, are answered with a full pass.
  ///
  /// - Returns: Whether there was anything to take in.
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  @discardableResult
  public mutating func refresh(until end: Instant? = nil) throws(LedgerProblem) -> Bool {
    let end = max(end ?? timelines.happenedBefore, timelines.happenedBefore)
    guard let arrivals = try timelines.arrivals(until: end) else {
      try renew(until: end)
      return true
    }
    apply(arrivals)
    return !arrivals.isEmpty
  }

  /// Takes in rows handed over by whoever kept them, with which facts name which where one of the two is
  /// new; false where they reach further, and nothing is taken in.
  public mutating func take(_ rows: [FactRow], _ links: [FactReference] = []) -> Bool {
    guard let arrivals = timelines.arrivals(rows, links) else { return false }
    apply(arrivals)
    return true
  }

  /// Works everything out again, with what the ledger has kept since.
  private mutating func renew(until end: Instant) throws(LedgerProblem) {
    self = try StandingSum(
      empty, over: timelines.source.caughtUp(), rules, happenedBefore: end)
  }

  mutating func apply(_ arrivals: Timelines.Arrivals) {
    let pieces = StandingSum.pieces(of: arrivals)
    var changes = add(pieces, [], times: -1)
    timelines.accept(arrivals)
    if arrivals.meansMore(than: context) {
      let next = timelines.context(rules)
      let known = context.plays.all.count
      let isSame = context.plays.all == Array(next.plays.all.prefix(known))
      context = next
      guard isSame else {
        sum = timelines.total(empty, rules)
        return
      }
    }
    changes = add(pieces, changes, times: 1)
    for change in changes { sum.merge(change) }
  }

  /// Customers for whom the same streams change.
  private struct Piece: Sendable {
    let changed: StreamSet
    let customers: ArraySlice<Timelines.Change>
  }

  private static func pieces(of arrivals: Timelines.Arrivals) -> [Piece] {
    arrivals.changes.flatMap { changed, customers in
      stride(from: 0, to: customers.count, by: customersPerPiece).map { first in
        Piece(
          changed: changed,
          customers: customers[first..<min(customers.count, first + customersPerPiece)])
      }
    }
  }

  /// Puts customers in as they are, or takes them out: few of them here, many on every processor, each in a sum
  /// of its own that begins with one of `changes`. Gives what is to be merged.
  private mutating func add(_ pieces: [Piece], _ changes: [Sum], times: Int64) -> [Sum] {
    let (timelines, empty, context) = (timelines, empty, context)
    @Sendable func add(_ piece: Piece, to sum: inout Sum) {
      var context = context
      context.changed = piece.changed
      for block in timelines.blocks(of: piece.customers) {
        sum.add(block, 0..<block.slots, context, times: times)
      }
    }
    if pieces.reduce(0, { $0 + $1.customers.count }) <= StandingSum.customersAtOnce {
      for piece in pieces { add(piece, to: &sum) }
      return changes
    }
    let begun = Mutex(changes)
    let made = Workers.run(
      pieces: pieces.count, begin: { begun.withLock { $0.popLast() } ?? empty }
    ) { sum, place in add(pieces[place], to: &sum) }
    return made + begun.withLock { $0 }
  }

  /// Works the sum out by a full pass, and says whether the one kept up is the same. The one worked out
  /// is kept.
  public mutating func audit() -> Bool {
    let full = timelines.total(empty, rules)
    defer { sum = full }
    return full == sum
  }
}
