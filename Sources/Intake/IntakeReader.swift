internal import Facts
public import Planning

/// Reads a file's facts and rejected rows in batches, in constant memory.
///
/// Files are parsed and mapped as their source says; Fulcrum's own NDJSON needs no mapping.
public struct IntakeReader: Sendable {
  private var rows: Rows
  private let source: String
  private let file: String
  private let head: String
  /// The counts of all rows so far.
  public private(set) var counts = IntakeCounts()
  private var noted: [Remark.Kind: Remark] = [:]
  private var misspelt = MisspeltFields()

  /// The source name of Fulcrum's own facts: one JSON object a line, without a mapping.
  public static let factsSource = "facts"

  /// The default number of rows in a batch.
  ///
  /// Each batch is a transaction and rewrites the pages of the id index that it touches: 50,000
  /// took two thirds of the time of 10,000 over a million facts.
  public static let defaultBatch = 50_000

  private enum Rows: Sendable {
    case facts(LineReader, FactReader)
    case mapped(any RecordReader, Mapping)
  }

  /// A reader of Fulcrum's own facts.
  public init(facts bytes: ByteSource, _ terms: IntakeTerms) {
    self.init(facts: LineReader(bytes), terms)
  }

  init(facts lines: LineReader, _ terms: IntakeTerms) {
    source = IntakeReader.factsSource
    file = lines.name
    head = ""
    rows = .facts(lines, terms.reader)
  }

  /// A reader of a source's rows. The source's preset fills in what the source leaves out.
  ///
  /// - Throws: ``IntakeProblem``, before any row is read, if the file cannot be read or lacks a
  ///   column of the mapping.
  public init(
    _ bytes: ByteSource, as definition: SourceDefinition, _ terms: IntakeTerms
  ) throws(IntakeProblem) {
    try self.init(LineReader(bytes), as: try Presets.filled(definition), terms)
  }

  init(
    _ lines: LineReader, as definition: SourceDefinition, _ terms: IntakeTerms
  ) throws(IntakeProblem) {
    source = definition.name
    file = lines.name
    let reader: any RecordReader
    let header: Header?
    switch definition.format {
    case .csv, .tsv:
      var finder = HeaderFinder(lines, for: definition)
      let table = try finder.table()
      (reader, header) = (table, table.header)
    case .fixed:
      let fixed = try FixedReader(lines: lines, source: definition)
      (reader, header) = (fixed, fixed.header)
    case .ndjson: (reader, header) = (try ObjectReader(lines: lines, skip: definition.skip), nil)
    }
    head = reader.head
    rows = .mapped(reader, try Mapping(definition, header: header, file: file, terms))
  }

  /// The number of bytes read from the file so far.
  public var position: Int {
    switch rows {
    case .facts(let lines, _): lines.position
    case .mapped(let reader, _): reader.position
    }
  }

  /// The file's size in bytes; nil if it isn't known before the end.
  public var size: Int? {
    switch rows {
    case .facts(let lines, _): lines.size
    case .mapped(let reader, _): reader.size
    }
  }

  /// The remarks on the facts so far, the commonest first.
  public var remarks: [Remark] {
    noted.values.sorted { ($1.count, $0.sentence) < ($0.count, $1.sentence) }
  }

  /// The next batch of at most `limit` rows (at least 1), or fewer if they are long; nil at the
  /// end.
  ///
  /// - Throws: ``IntakeProblem`` if reading the file fails.
  public mutating func nextBatch(
    limit: Int = defaultBatch
  ) throws(IntakeProblem) -> IntakeBatch? {
    var batch = IntakeBatch(source: source, file: file, head: head)
    switch rows {
    case .facts(var lines, let reader):
      rows = .facts(LineReader(ByteSource(name: file, bytes: [])), reader)
      defer { rows = .facts(lines, reader) }
      while batch.hasRoom(limit), let line = try lines.next() {
        batch.take(line, reader)
      }
    case .mapped(var reader, let mapping):
      defer { rows = .mapped(reader, mapping) }
      while batch.hasRoom(limit), let record = try reader.next() {
        batch.take(record, mapping)
      }
    }
    batch.position = position
    counts += batch.counts
    for taken in batch.facts { note(taken) }
    return batch.counts == IntakeCounts() ? nil : batch
  }

  private mutating func note(_ taken: IntakeBatch.Taken) {
    for kind in Remark.kinds(for: taken.fact) {
      noted[kind, default: Remark(kind)].add(line: taken.line)
    }
    // The fields of a mapped source are the plan's, and asked about there.
    guard case .facts = rows, !taken.fact.props.isEmpty else { return }
    for field in misspelt.of(taken.fact) {
      noted[.misspelt(field), default: Remark(.misspelt(field))].add(line: taken.line)
    }
  }
}
