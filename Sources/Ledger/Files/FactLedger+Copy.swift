import GRDB

extension FactLedger {
  /// Returns a ledger in memory with everything but facts, users and the audit trail: plans, seals,
  /// pay, quarantine, and the numbers of customers and names.
  ///
  /// - Throws: ``LedgerProblem`` if the ledger cannot be read.
  public func inMemoryWithoutFacts() throws(LedgerProblem) -> FactLedger {
    let copy = try FactLedger.inMemory()
    do {
      try database.read { source in
        try copy.database.write { target in
          for table in FactLedger.tablesBesideFacts {
            let rows = try Row.fetchCursor(source, sql: "SELECT * FROM \(table)")
            while let row = try rows.next() {
              let marks = row.columnNames.map { _ in "?" }.joined(separator: ", ")
              try target.execute(
                sql:
                  "INSERT INTO \(table) (\(row.columnNames.joined(separator: ", "))) VALUES (\(marks))",
                arguments: StatementArguments(row.databaseValues))
            }
          }
        }
      }
    } catch { throw .cannotRead(detail: FactLedger.words(error)) }
    return copy
  }

  /// Each table after those that it refers to.
  private static let tablesBesideFacts = [
    "customer", "name", "plan", "seal", "quarantine", "pay_snapshot", "pay_statement", "pay_step",
    "pay_adjustment",
    "pay_hold", "pay_dispute", "pay_dispute_entry",
  ]
}
