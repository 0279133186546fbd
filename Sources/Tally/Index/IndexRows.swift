public import Ledger

/// Rows to make an index of, wherever they lie.
public struct IndexRows: Sendable {
  /// Takes a row and its kind's other fields, as ``FactLedger/scan(after:through:take:)`` gives them.
  public typealias Take = (FactRow, Span<UInt8>) -> Void

  /// Gives the rows whose number is past one and not past another, in order.
  public typealias Scan =
    @Sendable (_ after: Int64, _ through: Int64, _ take: Take) throws(LedgerProblem) -> Void

  let last: Int64
  let customers: Int
  let links: [FactReference]
  let isShared: Bool
  let scan: Scan

  /// Rows from 1 to `last` that name customers from 1 to `customers`.
  ///
  /// - Parameters:
  ///   - last: the number of the last row.
  ///   - customers: the highest number of a customer.
  ///   - links: which of the rows name which.
  ///   - isShared: whether scans may run at once.
  ///   - scan: gives the rows.
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
