public import Facts
public import Ledger
internal import Synchronization

/// A sum kept up to date: each fact's customers are taken out and put in again.
public struct StandingSum<Sum: CustomerSum>: Sendable {
  private let empty: Sum
  private let rules: Rules
  /// The facts included in the sum.
  public private(set) var timelines: Timelines
  private var context: SumContext
  /// The current sum.
  public private(set) var sum: Sum

  /// The number of customers in one piece of a parallel refresh.
  private static var customersPerPiece: Int { 128 }
  /// Up to this many customers are updated on the calling thread.
  private static var customersAtOnce: Int { 256 }

  /// The sum over a ledger's facts that happened before a moment.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(
    _ empty: Sum, over ledger: FactLedger, _ rules: Rules, happenedBefore: Instant
  ) throws(LedgerProblem) {
    try self.init(empty, over: IndexedLedger(ledger), rules, happenedBefore: happenedBefore)
  }

  /// The same, for a ledger whose index is already open.
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

  /// The same, for timelines already in memory.
  public init(_ empty: Sum, over timelines: Timelines, _ rules: Rules) {
    self.empty = empty
    self.rules = rules
    self.timelines = timelines
    context = timelines.context(rules)
    sum = timelines.total(empty, rules)
  }

  /// Takes in facts kept since the last call, and those that have happened by `end`.
  ///
  /// `end` never moves back; nil keeps the current one. Facts change only the customers they name.
  /// Facts with a wider effect (see ``Timelines/arrivals(until:)``), and declarations that change
  /// plays, cause a full pass.
  ///
  /// - Returns: True if there was anything to take in.
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

  /// Takes in rows passed on by their writer, without reading the ledger.
  ///
  /// - Parameters:
  ///   - rows: the rows after those already in the sum.
  ///   - links: references between facts, of which at least one is new.
  /// - Returns: False, with nothing taken in, if the rows can change customers that they don't
  ///   name.
  public mutating func take(_ rows: [FactRow], _ links: [FactReference] = []) -> Bool {
    guard let arrivals = timelines.arrivals(rows, links) else { return false }
    apply(arrivals)
    return true
  }

  /// Recomputes the sum, including facts kept since.
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

  /// Customers whose changes are in the same streams.
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

  /// Adds customers `times` times: a few on this thread, many on all processors.
  ///
  /// In parallel each thread has its own sum, which starts with one of `changes`. Returns the sums
  /// that are still to be merged.
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

  /// Recomputes the sum with a full pass and keeps it; true if the standing sum was equal.
  public mutating func audit() -> Bool {
    let full = timelines.total(empty, rules)
    defer { sum = full }
    return full == sum
  }
}
