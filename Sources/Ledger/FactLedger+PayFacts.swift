public import Facts
import GRDB

/// A fact's row as pay wants it: numbers for names, its own id, and the text of its other fields.
public struct PayRow: Sendable {
  /// The order in which facts were kept, from 1.
  public let number: Int64
  /// The sender's own.
  public let id: String
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
  /// The kind's other fields as JSON.
  public let body: String?
}

/// Names that rows give by number.
public struct PayNames: Sendable {
  /// By the number that rows give.
  public let members: [Int64: String]
  /// By the number that rows give.
  public let plays: [Int64: String]
}

extension FactLedger {
  /// Gives the facts of some kinds in the order kept: those up to a number, received before a moment,
  /// that had happened before another.
  public func payRows(
    of kinds: Set<FactKind>, upTo number: Int64, receivedBefore: Instant, happenedBefore: Instant,
    begin: (PayNames) -> Void, take: (PayRow) -> Void
  ) throws(LedgerProblem) {
    let mask = kinds.reduce(Int64(0)) { $0 | 1 << Int64($1.number) }
    try reading { database in
      begin(
        PayNames(
          members: try FactLedger.texts(ofSpace: 2, database),
          plays: try FactLedger.texts(ofSpace: 1, database)))
      let row = try RowStatement(database, PaySQL.facts)
      row.bind(number, at: 1)
      row.bind(receivedBefore.milliseconds, at: 2)
      row.bind(happenedBefore.milliseconds, at: 3)
      row.bind(mask, at: 4)
      defer { row.reset() }
      while try row.step() {
        guard let kind = FactKind(number: Int(row.integer(2))) else { continue }
        take(
          PayRow(
            number: row.integer(0), id: row.text(1) ?? "", kind: kind, at: row.integer(3),
            customer: row.integer(4), play: row.integer(5), member: row.integer(6),
            amount: row.optionalInteger(7), currency: UInt32(row.integer(8)), refers: row.text(9),
            body: row.text(10)))
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
