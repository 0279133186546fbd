extension Array {
  /// Binary search: the first index where `isBefore` is false, or `count`.
  ///
  /// `isBefore` must be true for a prefix of the elements and false for the rest. O(log n).
  @inlinable
  public func place(after isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
