extension Rejection {
  /// The most bytes of a row that are kept: 64 KiB.
  public static let rowLimit = 1 << 16
  /// Stands where the rest of a row was cut off.
  static let cutMark = "… [cut]"

  /// A row's text as quarantine keeps it. One that is too long is cut, and says so, so that it is never replayed.
  public static func kept(_ row: ArraySlice<UInt8>) -> String {
    let shown = row.prefix(rowLimit)
    return String(decoding: shown, as: UTF8.self) + (shown.count < row.count ? cutMark : "")
  }
}
