public import Facts
import GRDB

/// A fact's row for pay: numbers instead of names.
public struct PayRow: Sendable {
  /// The fact's number in ledger order, from 1.
  public let number: Int64
  /// The fact's kind, which decides the unit of ``amount``.
  public let kind: FactKind
  /// The time at which the fact happened, in milliseconds since 1970.
  public let at: Int64
  /// The customer's number; 0 if the fact has no customer.
  public let customer: Int64
  /// The play's number; 0 if the fact has no play.
  public let play: Int64
  /// The member's number; 0 if the fact has no member.
  public let member: Int64
  /// The amount in minor units, or seconds for time; nil without one.
  public let amount: Int64?
  /// The currency as ``Currency/packed``; 0 without one.
  public let currency: UInt32
  /// The id of the fact that this one refunds or retracts; nil if none.
  public let refers: String?
  /// The deal's number, for deal facts; 0 for others.
  public let deal: Int64
}

/// The names of members and plays, by their number in rows.
public struct PayNames: Sendable {
  /// Members' ids, by their number in rows.
  public let members: [Int64: String]
  /// Plays' ids, by their number in rows.
  public let plays: [Int64: String]
}

extension FactLedger {
  /// The names of members and plays.
  ///
  /// - Throws: ``LedgerProblem`` if the ledger cannot be read.
  public func payNames() throws(LedgerProblem) -> PayNames {
    try reading { database in
      PayNames(
        members: try FactLedger.texts(ofSpace: 2, database),
        plays: try FactLedger.texts(ofSpace: 1, database))
    }
  }

  /// Calls `take` with the facts of some kinds, in ledger order.
  ///
  /// Only facts numbered within `numbers`, received before one moment and, but for retractions,
  /// happened before another. `id` is the fact's own id and `body` the kind's other fields as JSON, empty if it
  /// has none; both are UTF-8.
  ///
  /// - Throws: ``LedgerProblem`` if the ledger cannot be read.
  public func payRows(
    of kinds: Set<FactKind>, numbered numbers: ClosedRange<Int64>, receivedBefore: Instant,
    happenedBefore: Instant,
    take: (_ row: PayRow, _ id: Span<UInt8>, _ body: Span<UInt8>) -> Void
  ) throws(LedgerProblem) {
    let mask = kinds.reduce(Int64(0)) { $0 | 1 << Int64($1.number) }
    try reading { database in
      let row = try RowStatement(database, PaySQL.facts)
      row.bind(numbers.upperBound, at: 1)
      row.bind(receivedBefore.milliseconds, at: 2)
      row.bind(happenedBefore.milliseconds, at: 3)
      row.bind(mask, at: 4)
      row.bind(numbers.lowerBound - 1, at: 5)
      defer { row.reset() }
      while try row.step() {
        guard let kind = FactKind(number: Int(row.integer(2))) else { continue }
        let fact = PayRow(
          number: row.integer(0), kind: kind, at: row.integer(3),
          customer: row.integer(4), play: row.integer(5), member: row.integer(6),
          amount: row.optionalInteger(7), currency: UInt32(row.integer(8)), refers: row.text(9),
          deal: row.integer(11))
        row.withText(1) { id in row.withText(10) { body in take(fact, id, body) } }
      }
    }
  }

  private static func texts(ofSpace space: Int64, _ database: Database) throws -> [Int64: String] {
    let row = try RowStatement(database, PaySQL.names)
    row.bind(space, at: 1)
    defer { row.reset() }
    var texts: [Int64: String] = [:]
    while try row.step() { texts[row.integer(0)] = row.text(1) }
    return texts
  }
}
