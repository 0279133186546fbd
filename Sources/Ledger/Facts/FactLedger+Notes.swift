public import Facts
import GRDB

/// A note in the ledger.
public struct KeptNote: Hashable, Sendable {
  /// The note's number in ledger order.
  public let number: Int64
  /// The fact, of kind `note`.
  public let fact: Fact
}

extension FactLedger {
  /// The notes numbered above `number` and up to `last`, in ledger order, and whether facts were retracted among these
  /// numbers.
  ///
  /// Reads every such note, so repeated callers should pass the last number they know.
  public func notes(
    after number: Int64, through last: Int64
  ) throws(LedgerProblem) -> (notes: [KeptNote], hasRetractions: Bool) {
    try reading { database in
      let numbers = try Int64.fetchAll(
        database, sql: NotesSQL.numbers, arguments: [number, last])
      var notes: [KeptNote] = []
      var hasRetractions = false
      let row = try RowStatement(database, FactSQL.whole + " WHERE f.number = ?")
      for number in numbers {
        row.bind(number, at: 1)
        defer { row.reset() }
        guard try row.step() else { continue }
        let fact = try StoredFact.read(row).fact
        if case .retract = fact.body {
          hasRetractions = true
        } else {
          notes.append(KeptNote(number: number, fact: fact))
        }
      }
      return (notes, hasRetractions)
    }
  }
}

/// The query for notes.
enum NotesSQL {
  /// The numbers of notes and retractions in a range.
  static let numbers = """
    SELECT number FROM fact WHERE number > ? AND number <= ?
      AND kind IN (\(FactKind.note.number), \(FactKind.retract.number))
    ORDER BY number
    """
}
