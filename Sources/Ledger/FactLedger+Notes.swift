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
  /// The notes, and the ids of facts retracted, numbered above `number` and up to `last`, in
  /// ledger order.
  ///
  /// Reads every such note and retraction, so repeated callers should pass the last number they
  /// know.
  public func notes(
    after number: Int64, through last: Int64
  ) throws(LedgerProblem) -> (notes: [KeptNote], retracted: Set<FactID>) {
    try reading { database in
      let numbers = try Int64.fetchAll(
        database, sql: NotesSQL.numbers, arguments: [number, last])
      var notes: [KeptNote] = []
      var retracted: Set<FactID> = []
      let row = try RowStatement(database, FactSQL.whole + " WHERE f.number = ?")
      for number in numbers {
        row.bind(number, at: 1)
        defer { row.reset() }
        guard try row.step() else { continue }
        let fact = try StoredFact.read(row).fact
        if case .retract(let other, _) = fact.body {
          retracted.insert(other)
        } else {
          notes.append(KeptNote(number: number, fact: fact))
        }
      }
      return (notes, retracted)
    }
  }
}

/// The query for notes.
enum NotesSQL {
  /// The numbers of notes and retractions in a range.
  static let numbers = """
    SELECT number FROM fact WHERE number > ? AND number <= ? AND kind IN (11, 12) ORDER BY number
    """
}
