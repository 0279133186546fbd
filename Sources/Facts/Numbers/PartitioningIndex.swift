extension Array {
  /// Binary search: the first index whose element belongs to the second part, or `count`.
  ///
  /// `isInSecondPart` must be false for a prefix of the elements and true for the rest. O(log n).
  @inlinable
  public func partitioningIndex(where isInSecondPart: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
