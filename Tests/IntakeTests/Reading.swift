import Facts
import Intake
import Planning

/// What reading a whole file comes to.
struct Reading {
  var facts: [IntakeBatch.Taken] = []
  var rejections: [Rejection] = []
  var counts = IntakeCounts()
  var remarks: [Remark] = []

  /// Reads bytes as a source written in YAML, in chunks and batches of given sizes.
  init(
    _ bytes: [UInt8], _ yaml: String, chunk: Int = ByteSource.defaultChunk, batch: Int = 10_000,
    terms: IntakeTerms = .test
  ) throws {
    let source = try SourceDefinition.read(name: "test", yaml: yaml)
    let bytes = ByteSource(name: "file", bytes: bytes, chunk: chunk)
    var reader = try IntakeReader(bytes, as: source, terms)
    try self.init(&reader, batch: batch)
  }

  /// The same for a text.
  init(_ text: String, _ yaml: String, terms: IntakeTerms = .test) throws {
    try self.init(Array(text.utf8), yaml, terms: terms)
  }

  /// Reads Fulcrum's own facts.
  init(facts text: String, chunk: Int = ByteSource.defaultChunk) throws {
    let bytes = ByteSource(name: "file", bytes: Array(text.utf8), chunk: chunk)
    var reader = IntakeReader(facts: bytes, .test)
    try self.init(&reader, batch: 10_000)
  }

  /// Reads a reader to its end.
  init(_ reader: inout IntakeReader, batch: Int) throws {
    while let next = try reader.nextBatch(limit: batch) {
      facts += next.facts
      rejections += next.rejections
    }
    counts = reader.counts
    remarks = reader.remarks
  }

  /// The facts as canonical lines, for comparing.
  var lines: [String] { facts.map { "\($0.line) \($0.fact.json(received: $0.received).compact)" } }

  /// The rejections as people read them.
  var said: String {
    rejections.map { "\($0.line) \($0.column): \($0.why)\n  \($0.remedy)" }.joined(separator: "\n")
  }
}

extension IntakeTerms {
  /// A business in Berlin that counts in euros.
  static var test: IntakeTerms {
    let zone = Zone.named("Europe/Berlin") ?? .utc
    let days = CalendarDay(number: 0)...CalendarDay(number: 25_000)
    return IntakeTerms(zone: zone, currency: .euro, limits: FactLimits(days, in: zone))
  }
}

extension Instant {
  /// 2026-11-27T12:00:00Z.
  static let test = Instant(milliseconds: 1_795_780_800_000)
}

extension Currency {
  /// EUR.
  static var euro: Currency {
    guard let euro = Currency("EUR") else { preconditionFailure("EUR is a currency") }
    return euro
  }
}
