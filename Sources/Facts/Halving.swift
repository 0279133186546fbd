extension Array {
  /// Where the elements end that are before what is looked for, which are the first ones; found by halving, in
  /// O(log n).
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
