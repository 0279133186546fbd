public import Facts

/// Some rows of a file: the facts they gave, and the rows that were refused.
public struct IntakeBatch: Sendable {
  /// The facts, in the order of their rows.
  public internal(set) var facts: [Taken] = []
  /// The rows that gave none, in order.
  public internal(set) var rejections: [Rejection] = []
  /// What the rows of this batch came to.
  public internal(set) var counts = IntakeCounts()
  /// Bytes of the file read up to the last row of this batch.
  public internal(set) var position = 0

  let source: String
  let file: String
  /// What stands before a row so that it can be replayed alone.
  let head: String
  /// The rows' bytes, one after another.
  var raw: [UInt8] = []
  /// How many bytes the rows of this batch have that are kept.
  var weight = 0

  /// The bytes of rows after which a batch ends early: 8 MiB, so that long rows need no more memory
  /// than short ones.
  static let mostBytes = 8 << 20

  /// A fact and where it came from.
  public struct Taken: Sendable {
    /// Valid in itself; its id may be in the ledger already.
    public let fact: Fact
    /// When it was first received, where the row says so.
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

  /// The rejection of a row whose fact is valid but cannot be kept: its id is there with other
  /// content. `index` is the fact's place in ``facts``.
  public func rejection(
    of index: Int, column: String, why: String, mend: String
  ) -> Rejection {
    let taken = facts[index]
    let fault = RowFault(column, why, mend)
    return rejection(fault, line: taken.line, raw: raw[taken.row])
  }

  func rejection(_ fault: RowFault, line: Int, raw: ArraySlice<UInt8>) -> Rejection {
    let shown = raw.prefix(Rejection.rowLimit)
    let isCut = shown.count < raw.count || fault == .tooLong
    let text = String(decoding: shown, as: UTF8.self)
    return Rejection(
      source: source, file: file, line: line, column: fault.column, why: fault.why,
      mend: isCut
        ? fault.mend + "; the row is too long to be kept whole, so mend it in the file"
        : fault.mend,
      row: (head.isEmpty ? text : head + "\n" + text) + (isCut ? Rejection.cutMark : ""))
  }
}
