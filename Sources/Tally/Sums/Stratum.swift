/// Classes of customers before a play: by number of payments and days since the last.
///
/// Source: post-stratification on the frequency and recency of purchases as in the RFM classes of
/// Bult and Wansbeek, "Optimal selection for direct mail", Marketing Science 14 (1995).
public enum Stratum {
  /// The number of classes: never paid, and five of frequency by six of recency.
  public static let count = 1 + frequencies.count * (recencies.count + 1)
  /// The fewest payments of each frequency class: 1, 2, 3–4, 5–8, 9 and more.
  static let frequencies: [Int] = [1, 2, 3, 5, 9]
  /// The most days since the last payment in each recency class but the last.
  static let recencies: [Int64] = [28, 56, 84, 140, 250]

  /// True if a class is of customers who have paid, but not for 84 days.
  public static func isStale(_ stratum: Int) -> Bool {
    stratum > 0 && (stratum - 1) % (recencies.count + 1) >= 3
  }

  /// The class of a customer at a moment, from payments before it.
  @inline(__always)
  static func of(_ spends: borrowing Spends, before moment: Int64) -> Int {
    var payments = 0
    var last: Int64 = 0
    for index in 0..<spends.count {
      guard spends.at[index] < moment else { break }
      guard spends.amount[index] > 0 else { continue }
      payments += 1
      last = spends.at[index]
    }
    guard payments > 0 else { return 0 }
    var frequency = frequencies.count - 1
    while frequencies[frequency] > payments { frequency -= 1 }
    let days = (moment - last) / 86_400_000
    var recency = 0
    while recency < recencies.count, days > recencies[recency] { recency += 1 }
    return 1 + frequency * (recencies.count + 1) + recency
  }
}
