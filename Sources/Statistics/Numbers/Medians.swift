/// The median; the mean of the two middle values for an even count, nil for an empty array.
func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The smallest value at which the cumulative weight reaches half of the total (lower median).
///
/// Unlike `weightedMedian`, it is always one of the values. Needs at least one value.
func lowerWeightedMedian(_ values: [Double], weights: [Double]) -> Double {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var running: [Double] = []
  for index in order { running.append((running.last ?? 0) + weights[index]) }
  let half = (running.last ?? 0) / 2
  let place = running.firstIndex { $0 >= half } ?? 0
  return values[order[place]]
}

/// Linear interpolation at `x` through points with increasing `xs`; constant outside them.
func interpolate(_ x: Double, _ xs: [Double], _ ys: [Double]) -> Double {
  guard let above = xs.firstIndex(where: { $0 > x }) else { return ys[ys.count - 1] }
  guard above > 0 else { return ys[0] }
  let slope = (ys[above] - ys[above - 1]) / (xs[above] - xs[above - 1])
  return slope * (x - xs[above - 1]) + ys[above - 1]
}
