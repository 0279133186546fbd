/// The hot columns of a stream, a row at a time. Kernels that see every row are written once, and made for each
/// way in which columns may lie.
protocol RowReading {
  /// When a row happened, in milliseconds since 1970.
  func at(_ row: Int) -> Int64
  /// A row's place in the key table.
  func key(_ row: Int) -> Int
  /// A row's minor units, or seconds for time.
  func amount(_ row: Int) -> Int64
}

extension Stream: RowReading {}

/// The columns of most businesses: whole seconds, few keys, amounts in 32 bits or none.
struct PlainRows: RowReading {
  private let seconds: Column<UInt32>
  private let keys: Column<UInt16>
  private let amounts: Column<Int32>

  /// Nil for a stream whose columns lie otherwise.
  @inline(__always)
  init?(_ stream: Stream) {
    guard stream.moments.isEmpty, stream.millis.isEmpty, stream.key32.isEmpty,
      stream.amount64.isEmpty
    else { return nil }
    seconds = stream.seconds
    keys = stream.key16
    amounts = stream.amount32
  }

  @inline(__always)
  func at(_ row: Int) -> Int64 { Int64(seconds[row]) &* 1000 }

  @inline(__always)
  func key(_ row: Int) -> Int { Int(keys[row]) }

  @inline(__always)
  func amount(_ row: Int) -> Int64 { amounts.isEmpty ? 0 : Int64(amounts[row]) }
}
