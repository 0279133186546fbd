public import Ledger

/// A source of rows to index, from a ledger or elsewhere.
public struct IndexRows: Sendable {
  /// Receives a row and its body, as ``FactLedger/scan(after:through:take:)`` passes them.
  public typealias Take = (FactRow, Span<UInt8>) -> Void

  /// Passes the rows with `after` < number ≤ `through`, in order.
  public typealias Scan =
    @Sendable (_ after: Int64, _ through: Int64, _ take: Take) throws(LedgerProblem) -> Void

  let last: Int64
  let customers: Int
  let links: [FactReference]
  let isShared: Bool
  let scan: Scan

  /// Rows with numbers from 1 to `last`, with customers from 1 to `customers`.
  ///
  /// - Parameters:
  ///   - last: the number of the last row.
  ///   - customers: the highest customer number.
  ///   - links: references between the rows.
  ///   - isShared: true if scans may run concurrently.
  ///   - scan: passes the rows of a range.
  public init(
    last: Int64, customers: Int, links: [FactReference], isShared: Bool, scan: @escaping Scan
  ) {
    self.last = last
    self.customers = customers
    self.links = links
    self.isShared = isShared
    self.scan = scan
  }
}
