internal import Facts
import GRDB
public import Planning

extension FactLedger {
  /// What is lawful but worth a look, as sentences: facts that count nothing, or look wrong.
  public func remarks(_ plan: Plan) throws(LedgerProblem) -> [String] {
    try reading { database in
      func count(_ sql: String) throws -> Int {
        try Int.fetchOne(database, sql: sql) ?? 0
      }
      let currencies = try Int64.fetchAll(database, sql: RemarkSQL.currencies)
        .compactMap { Currency(packed: UInt32($0)) }
        .filter { !plan.rates.currencies.contains($0) }
      let found: [(Int, String)] = [
        (try count(RemarkSQL.withoutCustomer), "facts of money or deals name no customer"),
        (try count(RemarkSQL.refundedTooMuch), "payments were refunded by more than was paid"),
        (try count(RemarkSQL.unknownRefund), "refunds name a payment that is not here"),
        (try count(RemarkSQL.unknownRetraction), "retractions name a fact that is not here"),
        (try count(RemarkSQL.undeclaredPlay), "plays have touches but were never declared"),
        (try count(RemarkSQL.early), "facts were received before they happened"),
        (try count(RemarkSQL.waiting), "rows wait in quarantine; see 'fulcrum quarantine list'"),
      ]
      return currencies.map { "money in \($0) counts nothing: the plan has no rate for it" }
        + found.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    }
  }
}

/// The questions behind the remarks, one query each.
private enum RemarkSQL {
  static let currencies = "SELECT DISTINCT currency FROM fact WHERE currency IS NOT NULL"
  static let withoutCustomer = "SELECT count(*) FROM fact WHERE kind IN (4, 6) AND customer IS NULL"
  static let refundedTooMuch = """
    SELECT count(*) FROM (
      SELECT p.number FROM fact r JOIN fact p ON p.id = r.refers
      WHERE r.kind = 4 AND r.refers IS NOT NULL
      GROUP BY p.number HAVING p.amount + total(r.amount) < -0.5)
    """
  static let unknownRefund = """
    SELECT count(*) FROM fact r WHERE r.kind = 4 AND r.refers IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM fact p WHERE p.id = r.refers)
    """
  static let unknownRetraction = """
    SELECT count(*) FROM fact r WHERE r.kind = 12 AND r.refers IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM fact p WHERE p.id = r.refers)
    """
  static let undeclaredPlay = """
    SELECT count(*) FROM (
      SELECT DISTINCT play FROM fact WHERE kind = 2
      EXCEPT SELECT DISTINCT play FROM fact WHERE kind = 1)
    """
  static let early = "SELECT count(*) FROM fact WHERE received < at AND kind NOT IN (1, 10, 11)"
  static let waiting = "SELECT count(*) FROM quarantine WHERE state = 'waiting'"
}
