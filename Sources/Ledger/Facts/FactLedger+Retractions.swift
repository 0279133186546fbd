public import Facts
import GRDB
internal import Ruling

extension FactLedger {
  /// The numbers of the facts that retractions received before a moment take back, by ``Ruling/Retractions``.
  ///
  /// A retraction counts once it is received, whenever it says that it happened.
  ///
  /// - Throws: ``LedgerProblem`` if the ledger cannot be read.
  public func retracted(
    receivedBefore moment: Instant = .distantFuture
  ) throws(LedgerProblem) -> Set<Int64> {
    try reading { try FactLedger.retracted(receivedBefore: moment, $0) }
  }

  /// The same within a transaction.
  static func retracted(
    receivedBefore moment: Instant = .distantFuture, _ database: Database
  ) throws -> Set<Int64> {
    var retracting: [Int64: [Int64]] = [:]
    try database.each(RetractionSQL.retractions, moment.milliseconds) { row in
      retracting[row.integer(1), default: []].append(row.integer(0))
    }
    return Retractions.retracted(retracting)
  }
}

private enum RetractionSQL {
  /// The numbers of retractions and of what they name, in ledger order.
  static let retractions = """
    SELECT r.number, f.number FROM fact r INDEXED BY fact_refers CROSS JOIN fact f ON f.id = r.refers
    WHERE r.refers IS NOT NULL AND r.kind = \(FactKind.retract.number) AND r.received < ?
    ORDER BY r.number
    """
}
