public import Facts
import GRDB

extension FactLedger {
  /// The latest value of an attribute for each customer who has one, by the customer's number.
  /// Only facts received before a moment count, and retractions received before it. All values are returned as text.
  public func attribute(
    _ name: String, receivedBefore: Instant
  ) throws(LedgerProblem) -> [Int64: String] {
    try reading { database in
      let retracted = try FactLedger.retracted(receivedBefore: receivedBefore, database)
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT f.number AS number, f.customer AS customer, e.value AS value
          FROM fact f, json_each(f.body, '$.attributes') e
          WHERE f.kind = \(FactKind.customer.number) AND json_valid(f.body) AND e.key = ? AND f.received < ?
            AND e.atom IS NOT NULL
          ORDER BY f.at, f.number
          """, arguments: [name, receivedBefore.milliseconds])
      var values: [Int64: String] = [:]
      while let row = try rows.next() {
        guard !retracted.contains(row["number"]) else { continue }
        let value: DatabaseValue = row["value"]
        values[row["customer"]] = String.fromDatabaseValue(value) ?? value.description
      }
      return values
    }
  }
}
