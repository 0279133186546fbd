public import Facts
internal import Foundation

/// The current time. The only place that reads the system clock.
public enum SystemClock {
  /// The current time in whole milliseconds.
  public static var now: Instant {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
