extension SparseRows {
  /// I − Q as a dense matrix, by rows.
  func dense() -> [[Double]] {
    var full = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    forEachEntry { row, column, value in full[row][column] -= value }
    for row in 0..<count { full[row][row] += 1 }
    return full
  }

  /// Solves A x = b by Gaussian elimination without pivoting.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var matrix = matrix
    var solution = right
    let count = right.count
    for pivot in 0..<count {
      let pivotRow = matrix[pivot]
      for row in pivot + 1..<max(count, pivot + 1) where matrix[row][pivot] != 0 {
        let factor = matrix[row][pivot] / pivotRow[pivot]
        subtract(pivotRow, times: factor, from: &matrix[row], beginning: pivot)
        solution[row] -= factor * solution[pivot]
      }
    }
    for row in (0..<count).reversed() {
      var sum = solution[row]
      for column in row + 1..<max(count, row + 1) { sum -= matrix[row][column] * solution[column] }
      solution[row] = sum / matrix[row][row]
    }
    return solution
  }

  /// The diagonal of A⁻¹, by Gauss–Jordan elimination in place.
  static func inverseDiagonal(_ matrix: [[Double]]) -> [Double] {
    var matrix = matrix
    let count = matrix.count
    for pivot in 0..<count {
      let value = 1 / matrix[pivot][pivot]
      matrix[pivot][pivot] = 1
      for column in 0..<count { matrix[pivot][column] *= value }
      let pivotRow = matrix[pivot]
      for row in 0..<count where row != pivot {
        let factor = matrix[row][pivot]
        guard factor != 0 else { continue }
        matrix[row][pivot] = 0
        subtract(pivotRow, times: factor, from: &matrix[row], beginning: 0)
      }
    }
    return (0..<count).map { matrix[$0][$0] }
  }

  private static func subtract(
    _ other: [Double], times factor: Double, from row: inout [Double], beginning: Int
  ) {
    for column in beginning..<row.count { row[column] -= factor * other[column] }
  }
}
