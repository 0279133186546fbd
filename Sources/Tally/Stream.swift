/// Facts of one kind in columns, clustered by slot (a customer's place), in time order within it.
///
/// Order within a slot is by time, and by the order in which facts were kept where times are equal.
struct Stream: Sendable {
  /// Slot s holds rows `offsets[s] ..< offsets[s + 1]`.
  private(set) var offsets: [Int] = [0]
  /// Milliseconds since 1970.
  private(set) var at: [Int64] = []
  /// The order in which facts were kept.
  private(set) var number: [Int64] = []
  /// Places in the ``KeyTable``.
  private(set) var key: [UInt32] = []
  /// Minor units, or seconds for time.
  private(set) var amount: [Int64] = []
  /// Places in the table of details; −1 for none.
  private(set) var detail: [Int32] = []

  /// A row before it has its place.
  struct Row: Sendable {
    var slot: Int
    var at: Int64
    var number: Int64
    var key: UInt32
    var amount: Int64
    var detail: Int32

    func precedes(_ other: Row) -> Bool {
      (slot, at, number) < (other.slot, other.at, other.number)
    }
  }

  /// The rows of a slot.
  func rows(of slot: Int) -> Range<Int> {
    slot < offsets.count - 1 ? offsets[slot]..<offsets[slot + 1] : 0..<0
  }

  /// Rows in any order, put into columns. O(n log n) in the rows of each slot, O(n) over all.
  init(_ rows: [Row] = [], slots: Int = 0) {
    var starts = [Int](repeating: 0, count: slots + 1)
    for row in rows { starts[row.slot + 1] += 1 }
    for slot in 0..<slots { starts[slot + 1] += starts[slot] }
    offsets = starts
    guard !rows.isEmpty else { return }
    var sorted = rows
    var next = starts
    for row in rows {
      sorted[next[row.slot]] = row
      next[row.slot] += 1
    }
    for slot in 0..<slots where starts[slot + 1] - starts[slot] > 1 {
      Stream.sort(&sorted, starts[slot]..<starts[slot + 1])
    }
    at = sorted.map(\.at)
    number = sorted.map(\.number)
    key = sorted.map(\.key)
    amount = sorted.map(\.amount)
    detail = sorted.map(\.detail)
  }

  /// Facts mostly come in order, so an insertion sort moves little; a long run that is out of order
  /// is sorted by the library.
  private static func sort(_ rows: inout [Row], _ range: Range<Int>) {
    guard range.count <= 32 else {
      rows[range].sort { $0.precedes($1) }
      return
    }
    for index in range.dropFirst() where rows[index].precedes(rows[index - 1]) {
      let row = rows[index]
      var place = index
      while place > range.lowerBound, row.precedes(rows[place - 1]) {
        rows[place] = rows[place - 1]
        place -= 1
      }
      rows[place] = row
    }
  }

  /// The row at an index, for taking it into another stream.
  func row(_ index: Int, slot: Int) -> Row {
    Row(
      slot: slot, at: at[index], number: number[index], key: key[index], amount: amount[index],
      detail: detail[index])
  }
}
