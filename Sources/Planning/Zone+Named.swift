public import Facts
import Foundation

extension Zone {
  /// The zone of an IANA name like `Europe/London`, or `UTC`; nil for any other text, including
  /// abbreviations and `GMT+5`.
  ///
  /// Offsets come from Foundation's bundled time zone data: they are the same if the machine has
  /// no /usr/share/zoneinfo (tried on Linux, Swift 6.3). Changes before 1970 and after 2100 are
  /// left out; the nearest offset applies there.
  public static func named(_ iana: String) -> Zone? {
    if iana == "UTC" || iana == "GMT" || iana == "Etc/UTC" {
      return Zone(name: iana, first: 0, changes: [])
    }
    guard iana.contains("/"), let zone = TimeZone(identifier: iana), zone.identifier == iana else {
      return nil
    }
    return Zone(name: iana, first: zone.offset(first), changes: zone.changes())
  }

  /// The remedy for a text that isn't a zone.
  static func remedy(for text: String) -> String {
    let upper = text.uppercased()
    let fixed = ["GMT", "UTC", "+", "-"].contains { upper.hasPrefix($0) }
    if fixed, text.contains(where: \.isNumber) {
      return "a fixed offset has no summer time; write a place, like Europe/London, or UTC"
    }
    let known = TimeZone.knownTimeZoneIdentifiers + ["UTC"]
    if let near = nearest(to: text, among: known) { return "did you mean '\(near)'?" }
    return "write an IANA name like Europe/London or America/New_York"
  }

  /// The zone that was probably meant: the same name in another case, a city alone, or a typo.
  private static func nearest(to text: String, among known: [String]) -> String? {
    let wanted = text.lowercased().replacingOccurrences(of: " ", with: "_")
    if let same = known.first(where: { $0.lowercased() == wanted }) { return same }
    if let city = known.first(where: { $0.lowercased().hasSuffix("/" + wanted) }) { return city }
    return Suggestion.nearest(to: text, among: known)
  }
}

/// 1970-01-01 in seconds since then.
private let first: Int64 = 0
/// 2100-01-01 in seconds since 1970.
private let last: Int64 = 4_102_444_800
/// The sampling step for offsets, in seconds: three days.
///
/// The shortest time between two changes is six days (Boa Vista in October 2000; measured over
/// every known zone, 1970 to 2100, in steps of three hours), so a week would miss some.
private let step: Int64 = 259_200

extension TimeZone {
  fileprivate func offset(_ second: Int64) -> Int64 {
    Int64(secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second))))
  }

  /// All changes of offset: a binary search in each step that has one.
  fileprivate func changes() -> [(at: Int64, offset: Int64)] {
    var changes: [(at: Int64, offset: Int64)] = []
    var before = offset(first)
    for start in stride(from: first, to: last, by: Int(step)) {
      let end = min(start + step, last)
      let after = offset(end)
      guard after != before else { continue }
      changes.append((change(from: start, to: end), after))
      before = after
    }
    return changes
  }

  /// The first second of the offset that holds at `end`.
  private func change(from start: Int64, to end: Int64) -> Int64 {
    let old = offset(start)
    var low = start
    var high = end
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if offset(middle) == old { low = middle } else { high = middle }
    }
    return high
  }
}
