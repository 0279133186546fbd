import GRDB

extension FactLedger {
  /// The refunds of one fact: their ids, and their amounts in minor units, below zero.
  public func refunds(
    of id: String
  ) throws(LedgerProblem) -> [(id: String, minor: Int64)] {
    try reading { database in
      try Row.fetchAll(
        database,
        sql: "SELECT id, amount FROM fact WHERE refers = ? AND kind = 4 AND amount IS NOT NULL",
        arguments: [id]
      ).map { (id: $0["id"], minor: $0["amount"]) }
    }
  }
}
