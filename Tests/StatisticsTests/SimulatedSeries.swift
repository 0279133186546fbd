@testable import Statistics

/// Daily amounts of made-up businesses, the same in every language: whole numbers from SplitMix64 and
/// plain arithmetic.
///
/// Five kinds: no weekends, a hockey stick in the last five days, a billing day, jumps of the level, and
/// a few large amounts. Months or quarters; 0 to 20 past periods.
enum SimulatedSeries {
  static func history(_ number: Int) -> PeriodHistory {
    var random = SeededRandom(seed: UInt64(number))
    let kind = number % 5
    let past = [0, 1, 2, 3, 5, 8, 13, 20][(number / 5) % 8]
    let lengths =
      number % 11 == 0 ? [90, 91, 92, 92] : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var starts = [0]
    for period in 0...past {
      starts.append(starts[period] + lengths[period % lengths.count])
    }
    let weekdays = (0..<starts[past + 1]).map { ($0 + number) % 7 }
    let gone = Int(random.unit() * Double(lengths[past % lengths.count]))
    let days = max(starts[past] + gone, 1)
    let weekend = [0, 0.3, 1, 0, 0.5][kind]
    var amounts: [Double] = []
    var level = 1000.0
    var period = 0
    for day in 0..<days {
      if day >= starts[period + 1] {
        period += 1
        level *= 0.8 + 0.4 * random.unit()
        if kind == 3, random.unit() < 0.25 { level *= 3 }
      }
      var factor = weekdays[day] >= 5 ? weekend : 1
      if kind == 1, starts[period + 1] - day <= 5 { factor *= 4 }
      if kind == 2, day == starts[period] { factor *= 10 }
      var amount = level * factor * (0.5 + random.unit())
      if kind == 4 {
        amount = random.unit() < 0.8 ? 0 : amount * 12 * random.unit()
      }
      amounts.append(amount.rounded(.down))
    }
    return PeriodHistory(amounts: amounts, weekdays: weekdays, starts: starts)
  }
}
