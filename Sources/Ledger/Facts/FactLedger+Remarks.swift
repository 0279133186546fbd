internal import Facts
import GRDB
public import Planning

extension FactLedger {
  /// Remarks on valid facts that count for nothing or may be mistakes, as sentences.
  public func remarks(_ plan: Plan) throws(LedgerProblem) -> [String] {
    try reading { database in
      func count(_ sql: String) throws -> Int {
        try Int.fetchOne(database, sql: sql) ?? 0
      }
      let currencies = try Int64.fetchAll(database, sql: RemarkSQL.currencies)
        .compactMap { Currency(packed: UInt32($0)) }
        .filter { !plan.rates.currencies.contains($0) }
      let largest = plan.rates.largest
      let tooLarge = try largest.keys.map(\.code).sorted().compactMap { code -> String? in
        guard let currency = Currency(code), let most = largest[currency] else { return nil }
        let count = try Int.fetchOne(
          database, sql: RemarkSQL.tooLarge, arguments: [Int64(currency.packed), most])
        return count.flatMap { $0 > 0 ? "\($0) in \(code)" : nil }
      }
      let found: [(Int, one: String, many: String)] = [
        (
          try count(RemarkSQL.withoutCustomer), "fact of money or of a deal names no customer",
          "facts of money or of deals name no customer"
        ),
        (
          try count(RemarkSQL.refundedTooMuch), "payment was refunded by more than was paid",
          "payments were refunded by more than was paid"
        ),
        (
          try count(RemarkSQL.unknownRefund), "refund names a payment that is not here",
          "refunds name payments that are not here"
        ),
        (
          try count(RemarkSQL.unknownRetraction), "retraction names a fact that is not here",
          "retractions name facts that are not here"
        ),
        (
          try count(RemarkSQL.undeclaredPlay), "play has touches but was never declared",
          "plays have touches but were never declared"
        ),
        (
          try count(RemarkSQL.early), "fact was received before it happened",
          "facts were received before they happened"
        ),
        (
          try count(RemarkSQL.waiting), "row waits in quarantine; see 'fulcrum quarantine list'",
          "rows wait in quarantine; see 'fulcrum quarantine list'"
        ),
      ]
      return currencies.map { "money in \($0) counts nothing: the plan has no rate for it" }
        + tooLarge.map {
          "amounts that count nothing, too large to convert at the plan's rates: \($0)"
        }
        + found.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.one : $0.many)" }
    }
  }
}

/// The queries behind the remarks.
private enum RemarkSQL {
  static let currencies = "SELECT DISTINCT currency FROM fact WHERE currency IS NOT NULL"
  static let tooLarge = "SELECT count(*) FROM fact WHERE currency = ? AND abs(amount) > ?"
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
  static let early = "SELECT count(*) FROM fact WHERE received < at AND kind NOT IN (1, 3, 10, 11)"
  static let waiting = "SELECT count(*) FROM quarantine WHERE state = 'waiting'"
}
