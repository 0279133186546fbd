public import Facts
import GRDB

/// A fact's row as pay wants it: numbers for names.
public struct PayRow: Sendable {
  /// The order in which facts were kept, from 1.
  public let number: Int64
  /// Decides the unit of ``amount`` and the shape of ``body``.
  public let kind: FactKind
  /// Milliseconds since 1970.
  public let at: Int64
  /// 0 where the fact names no customer.
  public let customer: Int64
  /// 0 where the fact names no play.
  public let play: Int64
  /// 0 where the fact names no member.
  public let member: Int64
  /// Minor units, or seconds for time; nil where there is none.
  public let amount: Int64?
  /// Packed; 0 where there is none.
  public let currency: UInt32
  /// The id of the fact refunded or retracted.
  public let refers: String?
  /// The ledger's number of a deal fact's deal; 0 for none.
  public let deal: Int64
}

/// Names that rows give by number.
public struct PayNames: Sendable {
  /// By the number that rows give.
  public let members: [Int64: String]
  /// By the number that rows give.
  public let plays: [Int64: String]
}

extension FactLedger {
  /// The names of members and plays.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public func payNames() throws(LedgerProblem) -> PayNames {
    try reading { database in
      PayNames(
        members: try FactLedger.texts(ofSpace: 2, database),
        plays: try FactLedger.texts(ofSpace: 1, database))
    }
  }

  /// Gives the facts of some kinds in the order kept: those with numbers in a range, received before a moment,
  /// that had happened before another. With each come its own id and the kind's other fields as JSON, empty where
  /// it has none, both in UTF-8.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
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
