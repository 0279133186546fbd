import Testing

@testable import Facts

@Suite("The short way to read a fact")
struct FactLineTests {
  private static let zone = Zone(name: "Test/East", first: 3600, changes: [])
  private let reader = FactReader(
    zone: zone, currencies: Set(["EUR", "JPY", "KWD"].compactMap { Currency($0) }),
    limits: FactLimits(
      CalendarDay(number: 0)...CalendarDay(number: 24_000), in: zone,
      amounts: Currency("JPY").map { [$0: 2] } ?? [:]))

  @Test("Keys and kinds are known by their letters", arguments: LineKey.allCases)
  func keys(key: LineKey) {
    let packed = "\(key)".utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect(LineKey(packed: packed) == key)
  }

  @Test("The kinds that it reads are known by their letters", arguments: FactKind.allCases)
  func kinds(kind: FactKind) {
    let known = FactKind(packed: Array(kind.rawValue.utf8)[...])
    #expect(known == (LineKey.allowed(kind) == nil ? nil : kind))
  }

  @Test(
    "Plain lines take the short way",
    arguments: [
      #"{"id":"1","kind":"touch","at":"2026-03-01T10:00:00Z","customer":"ana","play":"p"}"#,
      #"{"id": "1", "kind": "time", "at": "2026-03-01", "customer": "ana", "seconds": 90.5}"#,
      #"{"id":"1","kind":"money","at":"2026-03-01","amount":"-12.5","currency":"eur","of":"0"}"#,
      #"{"id":"1","kind":"deal","at":"2026-03-01","deal":"d","stage":"won","received":"2026-03-02"}"#,
      #"{"id":"1","kind":"cost","at":"2026-03-01","lever":"sales","amount":2,"currency":"JPY"}"#,
      #"{"id":"1","kind":"holdout","at":"2026-03-01","customer":"ana","play":"p","member":"bo"}"#,
    ])
  func plain(line: String) throws {
    let bytes = Array(line.utf8)[...]
    let short = try #require(FactLine(bytes)?.reading(reader))
    let long = try reader.read(JSON(bytes: bytes))
    #expect(short.fact == long.fact)
    #expect(short.received == long.received)
  }

  @Test("A key with a zero byte before it is no key")
  func zeroByte() {
    let line = #"{"id":"1","kind":"time","\#u{0}at":"2026-03-01","customer":"ana","seconds":9}"#
    #expect(FactLine(Array(line.utf8)[...]) == nil)
  }

  @Test("Where the short way says yes, the long way says the same", arguments: 0..<20)
  func agree(seed: UInt64) {
    agree(seed: seed, reader, atLeast: 50)
    agree(seed: seed, FactReader(ofKept: Self.zone), atLeast: 50)
  }

  private func agree(seed: UInt64, _ reader: FactReader, atLeast most: Int) {
    var random = Dice(seed: seed)
    var yes = 0
    for _ in 0..<500 {
      let bytes = Array(random.line().utf8)[...]
      guard let short = FactLine(bytes)?.reading(reader) else { continue }
      yes += 1
      let long = try? reader.read(JSON(bytes: bytes))
      #expect(short.fact == long?.fact, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(short.received == long?.received)
    }
    #expect(yes > most)
  }
}

/// Makes lines that are mostly facts.
private struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  private mutating func roll(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }

  private mutating func any(_ values: [String]) -> String { values[roll(values.count)] }

  /// Mostly the first, which is sound.
  private mutating func some(_ values: [String]) -> String {
    roll(6) == 0 ? any(values) : values[0]
  }

  private static let values: [String: [String]] = [
    "id": [
      #""1""#, #""a-b""#, "7", #""""#, "null", #""Zoë""#,
      #""\#(String(repeating: "x", count: 130))""#,
    ],
    "at": [
      #""2026-03-01""#, #""2026-03-01T10:00:00Z""#, #""2026-03-01 10:00:30.25+01:00""#, "20260301",
      #""2026-02-30""#, #""2026-03-01T25:00:00Z""#, #""2026-03-01T10:00""#,
      #""2026-03-01T10:00-0530""#, #""1969-12-31""#, #""1970-01-01""#, #""0001-01-01""#,
      #""9999-12-31T23:59:59Z""#,
    ],
    "customer": [#""ana""#, #""""#, "null", "12", "12.50", #""a\"b""#, "true"],
    "play": [#""spring""#, #""""#, "3"],
    "lever": [#""sales""#, #""marketing""#, #""people""#, #""""#],
    "member": [#""bo""#, #""""#], "source": [#""crm""#, "1"],
    "received": [#""2026-03-02""#, #""x""#, #""""#, #""1900-01-01""#],
    "channel": [#""email""#, #""""#],
    "amount": [#""12.50""#, "12.5", "-3", "1e2", #""1.005""#, "01", "1.", #""""#, #""x""#],
    "currency": [#""EUR""#, #""eur""#, #""JPY""#, #""USD""#, #""XXX""#, #""""#],
    "seconds": ["90", #""90""#, "-1", "0.5", "1e3", #""""#], "deal": [#""d1""#, #""""#],
    "stage": [#""won""#, #""proposal""#, #""""#], "product": [#""pro""#, #""""#],
    "of": [#""0""#, #""""#, #""1""#],
    "other": [#""x""#, "1"],
  ]

  private static let kinds: [FactKind] = [.touch, .holdout, .money, .time, .deal, .cost, .note]

  mutating func line() -> String {
    let kind = Dice.kinds[roll(Dice.kinds.count)]
    var keys = ["id", "kind", "at"]
    for key in Dice.values.keys.sorted() where !keys.contains(key) {
      let fits = (LineKey.allowed(kind) ?? 0) & (Dice.bits[key] ?? 0) != 0
      if fits ? roll(4) != 0 : roll(60) == 0 { keys.append(key) }
    }
    if roll(12) == 0 { keys.append("id") }
    if roll(12) == 0 { keys.removeFirst() }
    let space = any(["", "", " "])
    let members = keys.map { key in
      let values = key == "kind" ? ["\"\(kind.rawValue)\""] : Dice.values[key] ?? ["1"]
      return "\"\(key)\":\(space)" + some(values)
    }
    return some(["", " "]) + "{" + members.joined(separator: "," + space) + "}"
      + some(["", " ", "x"])
  }

  private static let bits = Dictionary(
    uniqueKeysWithValues: LineKey.allCases.map { ("\($0)", $0.bit) })
}
