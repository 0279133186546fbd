/// Facts on their way into an index, by stretches of customers, in the order in which they came.
///
/// One worker fills one of these; the stretch (bin) is small enough to be sorted in the processor's cache.
struct IndexBins: Sendable {
  /// A fact in 40 bytes.
  struct Row: BitwiseCopyable, Sendable {
    var seconds: UInt32
    var millis: UInt16
    var stream: UInt8
    var hasDetail: Bool
    var customer: UInt32
    var key: UInt32
    var number: UInt32
    var received: UInt32
    var amount: Int64
    /// Place in ``IndexBins/details``, of its own worker.
    var detail: UInt32
    var worker: UInt32 = 0

    func precedes(_ other: Row) -> Bool {
      if seconds != other.seconds { return seconds < other.seconds }
      return millis != other.millis ? millis < other.millis : number < other.number
    }
  }

  /// The rows of a stretch of customers.
  struct Bin: Sendable {
    /// Addresses of pieces of ``IndexBins/pieceRows`` rows.
    var pieces: [UInt] = []
    /// Rows in the last piece.
    var used = IndexBins.pieceRows
    /// Rows of each stream.
    var rows = SIMD8<UInt32>()
    /// Rows of each stream that have a detail.
    var details = SIMD8<UInt32>()
  }

  private(set) var bins: [Bin] = []
  private(set) var details: [Detail] = []
  /// What a stream's columns must hold.
  private(set) var needs = [Needs](repeating: Needs(), count: StreamKind.allCases.count)
  private(set) var slots = 1

  /// What a stream's columns must be wide enough for.
  struct Needs: Sendable {
    var rows = 0
    var details = 0
    var hasMillis = false
    var lowest: Int64 = 0
    var highest: Int64 = 0

    mutating func merge(_ other: Needs) {
      rows += other.rows
      details += other.details
      hasMillis = hasMillis || other.hasMillis
      lowest = min(lowest, other.lowest)
      highest = max(highest, other.highest)
    }
  }

  /// Customers in a bin.
  static let customersPerBin = 4096
  static let pieceRows = 1024
  private static let latest: Int64 = Int64(UInt32.max) * 1000

  /// Whether a fact fits the columns; one that does not stays loose.
  static func fits(_ fact: LooseFact) -> Bool { fact.at >= 0 && fact.at < latest }

  /// Puts a fact that ``fits(_:)`` behind the others of its customer's bin.
  mutating func append(_ fact: LooseFact) {
    let seconds = UInt64(bitPattern: fact.at) / 1000
    let millis = UInt16(truncatingIfNeeded: UInt64(bitPattern: fact.at) - seconds * 1000)
    let place = Int(fact.customer) / IndexBins.customersPerBin
    if place >= bins.count { grow(to: place + 1) }
    slots = max(slots, Int(fact.customer) + 1)
    var row = Row(
      seconds: UInt32(truncatingIfNeeded: seconds), millis: millis, stream: fact.stream,
      hasDetail: fact.hasDetail, customer: fact.customer, key: fact.key,
      number: UInt32(truncatingIfNeeded: fact.number),
      received: UInt32(clamping: floorSeconds(fact.received)), amount: fact.amount, detail: 0)
    if fact.hasDetail {
      row.detail = UInt32(details.count)
      details.append(fact.detail)
    }
    note(row)
    let stream = Int(fact.stream)
    if bins[place].used == IndexBins.pieceRows { addPiece(to: place) }
    bins[place].rows[stream] &+= 1
    if fact.hasDetail { bins[place].details[stream] &+= 1 }
    let used = bins[place].used
    bins[place].used = used + 1
    let piece = bins[place].pieces[bins[place].pieces.count - 1]
    UnsafeMutablePointer<Row>(bitPattern: piece).unsafelyUnwrapped[used] = row
  }

  private mutating func note(_ row: Row) {
    let stream = Int(row.stream)
    needs[stream].rows += 1
    if row.hasDetail { needs[stream].details += 1 }
    if row.millis != 0 { needs[stream].hasMillis = true }
    if row.amount < needs[stream].lowest { needs[stream].lowest = row.amount }
    if row.amount > needs[stream].highest { needs[stream].highest = row.amount }
  }

  private mutating func grow(to count: Int) {
    bins.reserveCapacity(max(count, bins.count * 2))
    while bins.count < count { bins.append(Bin()) }
  }

  private mutating func addPiece(to place: Int) {
    let piece = UnsafeMutablePointer<Row>.allocate(capacity: IndexBins.pieceRows)
    bins[place].pieces.append(UInt(bitPattern: piece))
    bins[place].used = 0
  }

  /// Takes the rows of a bin out, behind those that are there.
  func take(_ place: Int, worker: UInt32, into rows: inout Lane<Row>) {
    guard place < bins.count else { return }
    let bin = bins[place]
    for (index, address) in bin.pieces.enumerated() {
      let piece = UnsafeMutablePointer<Row>(bitPattern: address).unsafelyUnwrapped
      let count = index == bin.pieces.count - 1 ? bin.used : IndexBins.pieceRows
      for place in 0..<count {
        var row = piece[place]
        row.worker = worker
        rows.append(row)
      }
      piece.deallocate()
    }
  }
}

/// Whole seconds, rounded down.
func floorSeconds(_ milliseconds: Int64) -> Int64 {
  let seconds = milliseconds / 1000
  return milliseconds < 0 && seconds * 1000 != milliseconds ? seconds - 1 : seconds
}
