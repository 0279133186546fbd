extension Instant {
  /// The instants that can be formatted and parsed again: years 1 to 9999 of universal time.
  static let writable =
    Instant(
      milliseconds: -62_135_596_800_000)...Instant(
      milliseconds: 253_402_300_799_999)

  /// The largest instant, later than any other.
  public static let distantFuture = Instant(milliseconds: .max)
}
