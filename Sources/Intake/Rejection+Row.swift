extension Rejection {
  /// The most bytes of a row that are stored: 64 KiB.
  public static let rowLimit = 1 << 16
  /// Marks the place where a row was cut.
  static let cutMark = "… [cut]"

  /// A row's text for quarantine. A row over ``rowLimit`` is cut and marked, so that it is never
  /// replayed.
  public static func kept(_ row: ArraySlice<UInt8>) -> String {
    let shown = row.prefix(rowLimit)
    return String(decoding: shown, as: UTF8.self) + (shown.count < row.count ? cutMark : "")
  }
}
