/// Row access to the hot columns of a stream.
///
/// Kernels that read every row are written once and specialized for each column layout.
protocol RowReading {
  /// The time of a row in milliseconds since 1970.
  func at(_ row: Int) -> Int64
  /// The index of a row's key in the key table.
  func key(_ row: Int) -> Int
  /// The amount of a row in minor units, or in seconds for time.
  func amount(_ row: Int) -> Int64
}

extension Stream: RowReading {}

/// The most common column layout: whole seconds, few keys, amounts in 32 bits or none.
struct PlainRows: RowReading {
  private let seconds: Column<UInt32>
  private let keys: Column<UInt16>
  private let amounts: Column<Int32>

  /// Nil if the stream's columns have another layout.
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
