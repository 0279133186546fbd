/// Facts of one kind in columns, clustered by slot (a customer's place in the block).
///
/// Rows of a slot are in time order; rows of equal time are in the order kept.
struct Stream: Sendable {
  /// Slot s holds rows `starts[s] ..< ends[s]`; both are empty if the stream is.
  var starts = Column<UInt32>.none
  var ends = Column<UInt32>.none
  /// Times in seconds since 1970.
  var seconds = Column<UInt32>.none
  /// Milliseconds to add to ``seconds``; empty if all are 0.
  var millis = Column<UInt16>.none
  /// Times in milliseconds since 1970, used if they don't fit ``seconds``.
  var moments = Column<Int64>.none
  /// Indices into the ``KeyTable``, in 16 bits, or in 32 if there are too many keys.
  var key16 = Column<UInt16>.none
  var key32 = Column<UInt32>.none
  /// Minor units, or seconds for time: in 32 bits, or in 64 if they don't fit; both empty if all
  /// are 0.
  var amount32 = Column<Int32>.none
  var amount64 = Column<Int64>.none
  /// Fact numbers in the order kept. Full passes don't read them.
  var number = Column<UInt32>.none
  /// Times received in whole seconds since 1970. Full passes don't read them.
  var received = Column<UInt32>.none
  /// The rows that have a ``Detail``, ascending, and their details.
  var detailRows = Column<UInt32>.none
  var details = Column<Detail>.none

  /// The number of rows.
  var count: Int { max(seconds.count, moments.count) }

  /// The rows of a slot.
  @inline(__always)
  func rows(of slot: Int) -> Range<Int> {
    if starts.isEmpty { return 0..<0 }
    return Int(starts[slot])..<Int(ends[slot])
  }

  /// The time of a row in milliseconds since 1970.
  @inline(__always)
  func at(_ row: Int) -> Int64 {
    if !moments.isEmpty { return moments[row] }
    let whole = Int64(seconds[row]) &* 1000
    return millis.isEmpty ? whole : whole &+ Int64(millis[row])
  }

  /// The index of a row's key in the key table.
  @inline(__always)
  func key(_ row: Int) -> Int { key32.isEmpty ? Int(key16[row]) : Int(key32[row]) }

  /// The amount of a row in minor units, or in seconds for time.
  @inline(__always)
  func amount(_ row: Int) -> Int64 {
    if !amount32.isEmpty { return Int64(amount32[row]) }
    return amount64.isEmpty ? 0 : amount64[row]
  }

  /// The detail of a row; nil if it has none. O(log n) in the stream's details.
  func detail(_ row: Int) -> Detail? {
    guard !detailRows.isEmpty else { return nil }
    let place = detailRows.lowerBound(in: 0..<detailRows.count, of: UInt32(row))
    guard place < detailRows.count, detailRows[place] == UInt32(row) else { return nil }
    return details[place]
  }

  /// True if any row of a range has a detail. O(log n).
  func hasDetails(_ rows: Range<Int>) -> Bool {
    guard !detailRows.isEmpty, !rows.isEmpty else { return false }
    let place = detailRows.lowerBound(in: 0..<detailRows.count, of: UInt32(rows.lowerBound))
    return place < detailRows.count && Int(detailRows[place]) < rows.upperBound
  }

  /// Binary search: the first row of a range at or after a moment in milliseconds.
  @inline(__always)
  func first(in rows: Range<Int>, notBefore moment: Int64) -> Int {
    var low = rows.lowerBound
    var high = rows.upperBound
    while low < high {
      let middle = (low + high) / 2
      if at(middle) < moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The bytes per row that full passes read.
  var hotBytesPerRow: Int {
    (seconds.isEmpty ? 8 : 4) + (millis.isEmpty ? 0 : 2) + (key32.isEmpty ? 2 : 4)
      + (amount32.isEmpty ? amount64.isEmpty ? 0 : 8 : 4)
  }
}
