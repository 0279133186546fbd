/// The weighted median, by linear interpolation between the midpoints of weights.
///
/// Values are sorted; each is placed at the middle of its own weight on the line of running
/// weights, and the median is read at half of the total. With equal weights it is the ordinary
/// median. Interpolating between midpoints, rather than taking the value at which half the weight
/// is passed, keeps one heavy value from deciding alone.
///
/// Source: the interpolated weighted percentile (C = 1/2), as in "Percentile", weighted variant.
///
/// - Returns: nil without values or without a weight above zero.
public func weightedMedian(_ values: [(value: Double, weight: Double)]) -> Double? {
  let sorted = values.filter { $0.weight > 0 }.sorted { $0.value < $1.value }
  guard let first = sorted.first, let last = sorted.last else { return nil }
  let half = sorted.reduce(0) { $0 + $1.weight } / 2
  var running = 0.0
  var before: (value: Double, place: Double)?
  for entry in sorted {
    let place = running + entry.weight / 2
    running += entry.weight
    guard place >= half else {
      before = (entry.value, place)
      continue
    }
    guard let before else { return first.value }
    let share = (half - before.place) / (place - before.place)
    return before.value + share * (entry.value - before.value)
  }
  return last.value
}
