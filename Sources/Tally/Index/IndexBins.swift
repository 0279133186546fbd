/// Facts to be indexed, grouped by ranges of customers, in order of arrival.
///
/// Each worker fills its own. A range (bin) is small enough to be sorted in the processor's cache.
struct IndexBins: Sendable {
  /// A fact in 24 bytes.
  struct Row: BitwiseCopyable, Sendable {
    let seconds: UInt32
    let number: UInt32
    let received: UInt32
    var key: UInt32
    /// The amount, or if ``hasMore``, the position in ``IndexBins/more``.
    var amount: Int32
    let millis: UInt16
    private let home: UInt16

    init(
      seconds: UInt32, millis: UInt16, number: UInt32, received: UInt32, key: UInt32,
      amount: Int32, stream: StreamKind.RawValue, customer: UInt32, hasMore: Bool
    ) {
      self.seconds = seconds
      self.number = number
      self.received = received
      self.key = key
      self.amount = amount
      self.millis = millis
      home = UInt16(stream) << 13 | UInt16(customer & 4095) << 1 | (hasMore ? 1 : 0)
    }

    /// The stream and the customer within the bin; rows of one stream are adjacent in this order.
    @inline(__always)
    var place: Int { Int(home >> 1) }

    /// True if the amount or a detail is stored in ``IndexBins/more``.
    @inline(__always)
    var hasMore: Bool { home & 1 != 0 }

    @inline(__always)
    func precedes(_ other: Row) -> Bool {
      if seconds != other.seconds { return seconds < other.seconds }
      return millis != other.millis ? millis < other.millis : number < other.number
    }
  }

  /// The amount and detail of a fact that don't fit a row.
  struct More: Sendable {
    let amount: Int64
    let detail: Detail?
  }

  /// The rows of one range of customers.
  struct Bin: Sendable {
    /// Addresses of chunks of ``IndexBins/pieceRows`` rows.
    var pieces: [UInt] = []
    /// The address of the next row, and the end of the last chunk.
    var next: UInt = 0
    var end: UInt = 0
    /// The number of rows in each stream.
    var rows = SIMD8<UInt32>()
    /// The number of rows with a detail in each stream.
    var details = SIMD8<UInt32>()

    @inline(__always)
    mutating func append(_ row: Row, _ fact: LooseFact) {
      rows[Int(fact.stream)] &+= 1
      if fact.hasDetail { details[Int(fact.stream)] &+= 1 }
      if next == end { addPiece() }
      UnsafeMutablePointer<Row>(bitPattern: next).unsafelyUnwrapped.pointee = row
      next &+= UInt(MemoryLayout<Row>.stride)
    }

    @inline(never)
    private mutating func addPiece() {
      let piece = UnsafeMutablePointer<Row>.allocate(capacity: IndexBins.pieceRows)
      pieces.append(UInt(bitPattern: piece))
      next = UInt(bitPattern: piece)
      end = UInt(bitPattern: piece + IndexBins.pieceRows)
    }
  }

  private(set) var bins: [Bin] = []
  private(set) var more: [More] = []
  /// The column requirements of each stream.
  private(set) var needs = [Needs](repeating: Needs(), count: StreamKind.allCases.count)
  private(set) var slots = 1

  /// The requirements that decide which columns a stream has, and how wide.
  struct Needs: Sendable {
    var rows = 0
    var details = 0
    var hasMillis = false
    var lowest: Int64 = 0
    var highest: Int64 = 0

    @inline(__always)
    mutating func note(_ fact: LooseFact, hasMillis: Bool) {
      rows &+= 1
      if fact.hasDetail { details &+= 1 }
      self.hasMillis = self.hasMillis || hasMillis
      lowest = min(lowest, fact.amount)
      highest = max(highest, fact.amount)
    }

    mutating func merge(_ other: Needs) {
      rows += other.rows
      details += other.details
      hasMillis = hasMillis || other.hasMillis
      lowest = min(lowest, other.lowest)
      highest = max(highest, other.highest)
    }
  }

  /// The number of customers in a bin.
  static let customersPerBin = 4096
  fileprivate static let pieceRows = 1024
  private static let latest: Int64 = Int64(UInt32.max) * 1000

  /// True if a fact fits the columns; otherwise it stays loose.
  @inline(__always)
  static func fits(_ fact: LooseFact) -> Bool { fact.at >= 0 && fact.at < latest }

  /// Appends a fact that ``fits(_:)`` to its customer's bin.
  @inline(__always)
  mutating func append(_ fact: LooseFact) {
    let seconds = UInt64(bitPattern: fact.at) / 1000
    let millis = UInt16(truncatingIfNeeded: UInt64(bitPattern: fact.at) &- seconds &* 1000)
    let place = Int(fact.customer) / IndexBins.customersPerBin
    if place >= bins.count { grow(to: place + 1) }
    slots = max(slots, Int(fact.customer) + 1)
    let narrow = Int32(truncatingIfNeeded: fact.amount)
    let hasMore = fact.hasDetail || Int64(narrow) != fact.amount
    let row = Row(
      seconds: UInt32(truncatingIfNeeded: seconds), millis: millis,
      number: UInt32(truncatingIfNeeded: fact.number),
      received: UInt32(clamping: floorSeconds(fact.received)), key: fact.key,
      amount: hasMore ? keep(fact) : narrow, stream: fact.stream, customer: fact.customer,
      hasMore: hasMore)
    needs[Int(fact.stream)].note(fact, hasMillis: millis != 0)
    bins[place].append(row, fact)
  }

  @inline(never)
  private mutating func keep(_ fact: LooseFact) -> Int32 {
    more.append(More(amount: fact.amount, detail: fact.hasDetail ? fact.detail : nil))
    return Int32(more.count - 1)
  }

  @inline(never)
  private mutating func grow(to count: Int) {
    bins.reserveCapacity(max(count, bins.count * 2))
    while bins.count < count { bins.append(Bin()) }
  }

  /// Passes the rows of a bin in order of arrival.
  @inline(__always)
  func each(of place: Int, _ take: (Row) -> Void) {
    guard place < bins.count else { return }
    let bin = bins[place]
    for address in bin.pieces {
      let piece = UnsafePointer<Row>(bitPattern: address).unsafelyUnwrapped
      let last = UnsafePointer<Row>(bitPattern: bin.next).unsafelyUnwrapped
      let isLast = bin.end == UInt(bitPattern: piece + IndexBins.pieceRows)
      for index in 0..<(isLast ? last - piece : IndexBins.pieceRows) { take(piece[index]) }
    }
  }

  /// Frees all rows; they must not be read again.
  func release() {
    for address in bins.lazy.flatMap(\.pieces) {
      UnsafeMutablePointer<Row>(bitPattern: address).unsafelyUnwrapped.deallocate()
    }
  }
}

/// Converts milliseconds to whole seconds, rounded down.
@inline(__always)
func floorSeconds(_ milliseconds: Int64) -> Int64 {
  let seconds = milliseconds / 1000
  return milliseconds < 0 && seconds * 1000 != milliseconds ? seconds - 1 : seconds
}
