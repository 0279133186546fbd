internal import Facts

/// The byte layout of an index, the same in memory and in a file.
///
/// A header with a directory comes first. Sections follow, each aligned to 64 bytes, each with a
/// checksum. The content doesn't depend on a plan.
struct IndexImage: Sendable {
  let store: ByteStore
  let header: Header
  private let sections: [Section.ID: Section]

  /// The extent of the index, and how to verify it.
  struct Header: Sendable, BitwiseCopyable {
    var magic: UInt64 = IndexImage.magic
    var version: UInt64 = IndexImage.version
    /// The number of the last fact included; 0 for none.
    var last: Int64 = 0
    /// The number of facts.
    var facts: Int64 = 0
    /// The number of slots: all customers, and customer 0 for facts without a customer.
    var slots: Int64 = 1
    /// The first and last time that a fact was received, in milliseconds since 1970.
    var firstReceived: Int64 = .max
    var lastReceived: Int64 = .min
    /// The latest time of a fact, in milliseconds since 1970; the lowest number if there are no
    /// facts.
    var lastAt: Int64 = .min
    /// The number of sections in the directory.
    var sections: UInt64 = 0
    /// The checksum of the header page without this field.
    var checksum: UInt64 = 0
  }

  /// The position of a column or table in the file.
  struct Section: Sendable, BitwiseCopyable {
    var id: ID
    var offset: UInt64
    /// The number of elements of the column's type.
    var count: UInt64
    var bytes: UInt64
    var checksum: UInt64 = 0

    typealias ID = UInt64
  }

  /// The columns of a stream, and the tables of an index.
  enum Part: UInt64, CaseIterable {
    case starts, seconds, millis, key16, key32, amount32, amount64, number, received, detailRows
    case details
    case keys = 200
    case loose, retractions, declarations, deals, samples

    /// The id of a stream's column.
    func of(_ stream: StreamKind) -> Section.ID { rawValue + 16 * UInt64(stream.rawValue) }
    /// True if full passes don't read the section.
    static func isCold(_ id: Section.ID) -> Bool {
      id < 200 && (id % 16 == Part.number.rawValue || id % 16 == Part.received.rawValue)
    }
  }

  private static let magic: UInt64 = 0x5844_4E49_4D43_4C46  // "FLCMINDX"
  /// Increased whenever the meaning of the bytes changes.
  private static let version: UInt64 = 2
  private static let headerBytes = 8192
  private static let directory = 128

  /// Reserves space for an index with the given parts, in memory or in a file.
  init(
    _ header: Header, _ parts: [(id: Section.ID, count: Int, stride: Int)],
    storing: (Int) throws(IndexProblem) -> ByteStore
  ) throws(IndexProblem) {
    var header = header
    var offset = IndexImage.headerBytes
    var sections: [Section.ID: Section] = [:]
    for part in parts where part.count > 0 {
      let bytes = part.count * part.stride
      sections[part.id] = Section(
        id: part.id, offset: UInt64(offset), count: UInt64(part.count), bytes: UInt64(bytes))
      offset += (bytes + 63) / 64 * 64
    }
    header.sections = UInt64(sections.count)
    self.header = header
    self.sections = sections
    store = try storing(offset)
  }

  /// Opens the bytes of an existing index.
  ///
  /// - Throws: ``IndexProblem/damaged(detail:)`` unless the layout is valid and every checksum
  ///   matches.
  init(opening store: ByteStore) throws(IndexProblem) {
    guard store.count >= IndexImage.headerBytes else { throw .damaged(detail: "it is cut short") }
    let header = store.column(Header.self, at: 0, count: 1)[0]
    guard header.magic == IndexImage.magic else { throw .damaged(detail: "it isn't an index") }
    guard header.version == IndexImage.version else { throw .damaged(detail: "another version") }
    guard header.checksum == IndexImage.headerChecksum(store, header) else {
      throw .damaged(detail: "its header does not add up")
    }
    var sections: [Section.ID: Section] = [:]
    let entries = store.column(
      Section.self, at: IndexImage.directory, count: Int(clamping: header.sections))
    for place in 0..<entries.count {
      let section = entries[place]
      guard section.offset + section.bytes <= UInt64(store.count) else {
        throw .damaged(detail: "it is cut short")
      }
      sections[section.id] = section
    }
    self.store = store
    self.header = header
    self.sections = sections
    try verify()
  }

  private func verify() throws(IndexProblem) {
    let pieces = Array(sections.values)
    let store = store
    let found = Workers.run(pieces: pieces.count, begin: { 0 }) { wrong, piece in
      let section = pieces[piece]
      let range = Int(section.offset)..<Int(section.offset + section.bytes)
      if Checksum.of(store, range) != section.checksum { wrong += 1 }
      if Part.isCold(section.id) { store.release(range) }
    }
    guard found.allSatisfy({ $0 == 0 }) else {
      throw .damaged(detail: "a section does not add up")
    }
  }

  private static func headerChecksum(_ store: ByteStore, _ header: Header) -> UInt64 {
    let fields = MemoryLayout<Header>.offset(of: \.checksum) ?? 0
    let front = Checksum.of(store, 0..<fields)
    return front ^ Checksum.of(store, directory..<headerBytes)
  }

  /// Writes the header and the checksums, after every section is written.
  func seal() {
    let entries = store.column(Section.self, at: IndexImage.directory, count: sections.count)
    let pieces = Array(sections.values)
    let store = store
    let sums = Workers.run(pieces: pieces.count, begin: { [(Int, UInt64)]() }) { sums, piece in
      let section = pieces[piece]
      let range = Int(section.offset)..<Int(section.offset + section.bytes)
      sums.append((piece, Checksum.of(store, range)))
    }
    for (piece, sum) in sums.joined() {
      var section = pieces[piece]
      section.checksum = sum
      entries.set(piece, section)
    }
    var sealed = header
    store.column(Header.self, at: 0, count: 1).set(0, sealed)
    sealed.checksum = IndexImage.headerChecksum(store, sealed)
    store.column(Header.self, at: 0, count: 1).set(0, sealed)
  }

  /// A table or column; empty if the index doesn't have it.
  func column<Element: BitwiseCopyable>(
    _ id: Section.ID, of type: Element.Type = Element.self
  ) -> Column<Element> {
    guard let section = sections[id] else { return .none }
    return store.column(type, at: Int(section.offset), count: Int(section.count))
  }

  /// A table of the index; empty if it doesn't have it.
  func table<Element: BitwiseCopyable>(
    _ part: Part, of type: Element.Type = Element.self
  ) -> Column<Element> { column(part.rawValue) }

  /// The columns of a stream.
  func stream(_ kind: StreamKind) -> Stream {
    let starts: Column<UInt32> = column(Part.starts.of(kind))
    guard !starts.isEmpty else { return Stream() }
    return Stream(
      starts: starts, ends: starts.dropping(1), seconds: column(Part.seconds.of(kind)),
      millis: column(Part.millis.of(kind)), key16: column(Part.key16.of(kind)),
      key32: column(Part.key32.of(kind)), amount32: column(Part.amount32.of(kind)),
      amount64: column(Part.amount64.of(kind)), number: column(Part.number.of(kind)),
      received: column(Part.received.of(kind)), detailRows: column(Part.detailRows.of(kind)),
      details: column(Part.details.of(kind)))
  }

  /// The bytes that full passes read, and all bytes.
  var sizes: (hot: Int, all: Int) {
    let hot = sections.values.filter { !Part.isCold($0.id) }.reduce(0) { $0 + Int($1.bytes) }
    return (hot, store.count)
  }

  /// Releases the memory of columns that full passes don't read.
  func releaseCold() {
    for section in sections.values where Part.isCold(section.id) {
      store.release(Int(section.offset)..<Int(section.offset + section.bytes))
    }
  }
}
