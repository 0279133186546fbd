/// A sparse matrix Q of transition probabilities among transient states, with solvers of (I − Q) x
/// = b.
///
/// Every entry is at least 0, no row adds up to more than 1, and the absorbing states can be
/// reached from every row. Then I − Q is an M-matrix: its inverse N has no negative entry,
/// elimination needs no pivoting, and Gauss–Seidel from zero rises to the solution without ever
/// passing it.
///
/// Source: Berman and Plemmons, "Nonnegative Matrices in the Mathematical Sciences" (1994),
/// chapters 6 and 7.
struct SparseRows: Sendable {
  let count: Int
  /// The entries of row i are `starts[i] ..< starts[i + 1]`.
  private let starts: [Int]
  private let columns: [Int]
  private let values: [Double]
  /// The diagonal entries, which are not among `values`.
  private let diagonal: [Double]

  /// The largest system that is solved by elimination; larger ones are solved iteratively.
  private let largestDense: Int
  /// The estimated remaining error, relative to the solution, at which sweeps stop.
  private static let tolerance = 1e-15
  /// The maximum number of sweeps; chains that need more hardly ever end.
  private static let mostSweeps = 1_000_000

  init(count: Int, _ entries: [(row: Int, column: Int, value: Double)], largestDense: Int) {
    self.largestDense = largestDense
    self.count = count
    let sorted = entries.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    var diagonal = [Double](repeating: 0, count: count)
    var columns: [Int] = []
    var values: [Double] = []
    var starts = [0]
    var next = 0
    for row in 0..<count {
      while next < sorted.count, sorted[next].row == row {
        let entry = sorted[next]
        next += 1
        if entry.column == row {
          diagonal[row] += entry.value
        } else if columns.count > starts[row], columns.last == entry.column {
          values[values.count - 1] += entry.value
        } else {
          columns.append(entry.column)
          values.append(entry.value)
        }
      }
      starts.append(columns.count)
    }
    self.starts = starts
    self.columns = columns
    self.values = values
    self.diagonal = diagonal
  }

  /// Solves (I − Q) x = b for b without negative entries.
  func solve(_ right: [Double]) -> [Double] {
    if count <= largestDense {
      return Self.solve(dense(), right)
    }
    return sweep(right.map { SIMD8($0, 0, 0, 0, 0, 0, 0, 0) }).map { $0[0] }
  }

  /// The expected visits to each state by a chain from `start`: that row of N.
  func visits(from start: Int) -> [Double] {
    var unit = [Double](repeating: 0, count: count)
    unit[start] = 1
    return transposed().solve(unit)
  }

  /// The diagonal of N: the expected visits to a state by a chain that starts there, the start
  /// counted.
  func inverseDiagonal() -> [Double] {
    if count <= largestDense { return Self.inverseDiagonal(dense()) }
    var result = [Double](repeating: 0, count: count)
    for first in stride(from: 0, to: count, by: 8) {
      let last = min(first + 8, count)
      var right = [SIMD8<Double>](repeating: .zero, count: count)
      for state in first..<last { right[state][state - first] = 1 }
      let solution = sweep(right)
      for state in first..<last { result[state] = solution[state][state - first] }
    }
    return result
  }

  private func transposed() -> SparseRows {
    var entries: [(row: Int, column: Int, value: Double)] = []
    forEachEntry { row, column, value in entries.append((column, row, value)) }
    return SparseRows(count: count, entries, largestDense: largestDense)
  }

  /// Calls `body` for every nonzero entry, the diagonal's included.
  func forEachEntry(_ body: (_ row: Int, _ column: Int, _ value: Double) -> Void) {
    for row in 0..<count {
      if diagonal[row] > 0 { body(row, row, diagonal[row]) }
      for entry in starts[row]..<starts[row + 1] { body(row, columns[entry], values[entry]) }
    }
  }

  /// Symmetric Gauss–Seidel for eight right-hand sides at once, until the remaining error is
  /// negligible.
  ///
  /// Each sweep adds less than the one before by about the same factor, so the remaining error is
  /// the last addition times factor / (1 − factor).
  private func sweep(_ right: [SIMD8<Double>]) -> [SIMD8<Double>] {
    var solution = [SIMD8<Double>](repeating: .zero, count: count)
    var before = Double.infinity
    for _ in 0..<Self.mostSweeps {
      var added = 0.0
      var largest = 0.0
      for turn in 0..<2 {
        added = 0
        for place in 0..<count {
          let row = turn == 0 ? place : count - 1 - place
          var sum = right[row]
          for entry in starts[row]..<starts[row + 1] {
            sum += values[entry] * solution[columns[entry]]
          }
          sum /= 1 - diagonal[row]
          added = max(added, (sum - solution[row]).max())
          largest = max(largest, sum.max())
          solution[row] = sum
        }
      }
      let factor = min(added / before, 1 - 1e-9)
      if added * max(1, factor / (1 - factor)) <= Self.tolerance * largest { break }
      before = added
    }
    return solution
  }
}
