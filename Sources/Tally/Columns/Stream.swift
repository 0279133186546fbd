/// Facts of one kind in columns, clustered by slot (a customer's place), in time order within it.
///
/// Order within a slot is by time, and by the order in which facts were kept where times are equal.
struct Stream: Sendable {
  /// Slot s holds rows `starts[s] ..< ends[s]`; both are empty where the stream is.
  var starts = Column<UInt32>.none
  var ends = Column<UInt32>.none
  /// Seconds since 1970.
  var seconds = Column<UInt32>.none
  /// Milliseconds beyond those; none where all are 0.
  var millis = Column<UInt16>.none
  /// Milliseconds since 1970, where times do not fit ``seconds``.
  var moments = Column<Int64>.none
  /// Places in the ``KeyTable``: in 16 bits, or where there are too many keys in 32.
  var key16 = Column<UInt16>.none
  var key32 = Column<UInt32>.none
  /// Minor units, or seconds for time: in 32 bits, or where they do not fit in 64; neither where all
  /// are 0.
  var amount32 = Column<Int32>.none
  var amount64 = Column<Int64>.none
  /// The order in which facts were kept. Not read by full passes.
  var number = Column<UInt32>.none
  /// Whole seconds since 1970 when facts were received. Not read by full passes.
  var received = Column<UInt32>.none
  /// Rows that have a ``Detail``, ascending, and what it is.
  var detailRows = Column<UInt32>.none
  var details = Column<Detail>.none

  /// How many rows there are.
  var count: Int { max(seconds.count, moments.count) }

  /// The rows of a slot.
  @inline(__always)
  func rows(of slot: Int) -> Range<Int> {
    if starts.isEmpty { return 0..<0 }
    return Int(starts[slot])..<Int(ends[slot])
  }

  /// When a row happened, in milliseconds since 1970.
  @inline(__always)
  func at(_ row: Int) -> Int64 {
    if !moments.isEmpty { return moments[row] }
    let whole = Int64(seconds[row]) &* 1000
    return millis.isEmpty ? whole : whole &+ Int64(millis[row])
  }

  /// A row's place in the key table.
  @inline(__always)
  func key(_ row: Int) -> Int { key32.isEmpty ? Int(key16[row]) : Int(key32[row]) }

  /// A row's minor units, or seconds for time.
  @inline(__always)
  func amount(_ row: Int) -> Int64 {
    if !amount32.isEmpty { return Int64(amount32[row]) }
    return amount64.isEmpty ? 0 : amount64[row]
  }

  /// What a row says beyond its columns; nil for nothing. O(log n) in the stream's details.
  func detail(_ row: Int) -> Detail? {
    guard !detailRows.isEmpty else { return nil }
    let place = detailRows.first(in: 0..<detailRows.count, notBelow: UInt32(row))
    guard place < detailRows.count, detailRows[place] == UInt32(row) else { return nil }
    return details[place]
  }

  /// Whether any row of a range has a detail. O(log n).
  func hasDetails(_ rows: Range<Int>) -> Bool {
    guard !detailRows.isEmpty, !rows.isEmpty else { return false }
    let place = detailRows.first(in: 0..<detailRows.count, notBelow: UInt32(rows.lowerBound))
    return place < detailRows.count && Int(detailRows[place]) < rows.upperBound
  }

  /// The first row of a range at or after a moment in milliseconds.
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

  /// What is read of a row by full passes, in bytes.
  var hotBytesPerRow: Int {
    (seconds.isEmpty ? 8 : 4) + (millis.isEmpty ? 0 : 2) + (key32.isEmpty ? 2 : 4)
      + (amount32.isEmpty ? amount64.isEmpty ? 0 : 8 : 4)
  }
}
