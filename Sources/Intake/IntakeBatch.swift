public import Facts

/// A batch of a file's rows: the facts they gave, and the rejected rows.
public struct IntakeBatch: Sendable {
  /// The facts, in the order of their rows.
  public internal(set) var facts: [Taken] = []
  /// The rejected rows, in order.
  public internal(set) var rejections: [Rejection] = []
  /// The counts of this batch's rows and facts.
  public internal(set) var counts = IntakeCounts()
  /// The number of bytes read from the file up to the last row of this batch.
  public internal(set) var position = 0

  let source: String
  let file: String
  /// The header line that a stored row needs to be replayed alone; empty if none.
  let head: String
  /// The bytes of the rows that gave facts, concatenated.
  var raw: [UInt8] = []
  /// The number of row bytes that this batch keeps in memory.
  var weight = 0

  /// The ``weight`` at which a batch ends early: 8 MiB, so that long rows need no more memory
  /// than short ones.
  static let mostBytes = 8 << 20

  /// A fact and where it came from.
  public struct Taken: Sendable {
    /// Valid by itself; its id may be a duplicate of one in the ledger.
    public let fact: Fact
    /// The time at which it was first received, if the row says.
    public let received: Instant?
    /// The row's first line, counted from 1.
    public let line: Int
    let row: Range<Int>
  }

  init(source: String, file: String, head: String) {
    self.source = source
    self.file = file
    self.head = head
  }

  /// The rejection of a row whose fact is valid but conflicts: its id is in the ledger with other
  /// content. `index` is the fact's index in ``facts``.
  public func rejection(
    of index: Int, column: String, why: String, remedy: String
  ) -> Rejection {
    let taken = facts[index]
    let fault = RowFault(column, why, remedy)
    return rejection(fault, line: taken.line, raw: raw[taken.row])
  }

  func rejection(_ fault: RowFault, line: Int, raw: ArraySlice<UInt8>) -> Rejection {
    let shown = raw.prefix(Rejection.rowLimit)
    let isCut = shown.count < raw.count || fault == .tooLong
    let text = String(decoding: shown, as: UTF8.self)
    return Rejection(
      source: source, file: file, line: line, column: fault.column, why: fault.why,
      remedy: isCut
        ? fault.remedy + "; the row is too long to be kept whole, so fix it in the file"
        : fault.remedy,
      row: (head.isEmpty ? text : head + "\n" + text) + (isCut ? Rejection.cutMark : ""))
  }
}
