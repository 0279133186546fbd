public import Facts
import GRDB

/// A note as the ledger keeps it.
public struct KeptNote: Hashable, Sendable {
  /// Its place in the order kept.
  public let number: Int64
  /// The fact, of kind `note`.
  public let fact: Fact
}

extension FactLedger {
  /// Notes kept after a number, and the ids of facts retracted after it, in the order kept.
  ///
  /// Reads every row after the number, so that those who ask again give the last one they know.
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

/// The question asked for notes.
enum NotesSQL {
  /// Notes and retractions between two numbers.
  static let numbers = """
    SELECT number FROM fact WHERE number > ? AND number <= ? AND kind IN (11, 12) ORDER BY number
    """
}
