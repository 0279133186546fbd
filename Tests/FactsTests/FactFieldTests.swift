import Testing

@testable import Facts

@Suite("Fields of facts")
struct FactFieldTests {
  private static let values: [String: JSON] = [
    "currency": "EUR", "id": "1", "at": "2026-01-01", "play": "p", "lever": "sales",
    "from": "2026-01-01",
    "customer": "c", "amount": "1", "seconds": "1", "deal": "d", "stage": "won", "scale": "nps",
    "score": "1", "work": "w", "type": "debt", "state": "shipped", "text": "t", "fact": "f",
  ]

  private func fact(_ kind: FactKind, without left: String? = nil) -> JSON {
    var fields = FactFieldTests.required(kind)
    if kind == .cost { fields.append("lever") }
    var members = [JSON.Member("kind", .string(kind.rawValue))]
    for field in fields where field != left {
      members.append(JSON.Member(field, FactFieldTests.values[field] ?? .null))
    }
    return .object(members)
  }

  private static func required(_ kind: FactKind) -> [String] {
    kind.fields.filter { $0.isRequired && $0.name != "kind" }.map(\.name)
  }

  @Test("The required fields are enough for a fact", arguments: FactKind.allCases)
  func enough(kind: FactKind) throws {
    let read = try FactReader(ofKept: .utc).read(fact(kind)).fact
    #expect(read.kind == kind)
    #expect(read.props.isEmpty)
  }

  @Test("Without any of them there is no fact", arguments: FactKind.allCases)
  func needed(kind: FactKind) {
    for field in FactFieldTests.required(kind) {
      #expect(throws: FactProblem.self, "\(kind) without \(field)") {
        try FactReader(ofKept: .utc).read(fact(kind, without: field))
      }
    }
  }

  @Test("No field with a meaning becomes a prop", arguments: FactKind.allCases)
  func known(kind: FactKind) throws {
    let values: [String: JSON] = [
      "member": "m", "source": "s", "received": "2026-01-01", "owner": "o",
      "name": "n", "to": "2026-02-01", "goal": "money", "window": "14", "worthwhile": "10%",
      "hypothesis": "h", "budget": "1", "channel": "c", "of": "f", "product": "p", "why": "w",
      "recurring": .members(["from": "2026-01-01", "to": "2026-02-01"]),
      "splits": .members(["a": "1"]), "quota_splits": .members(["a": "1"]), "tax": "0.1",
      "closes": "2026-01-01", "effort": "1",
      "link": .members(["metric": "m"]), "attributes": .members([:]),
      "expect": .members(["answer": "a"]), "day": "2026-01-01", "holdout": "10%",
      "rule": .members(["attribute": "region", "is": ["north"]]), "arm": "reach", "wave": "2",
    ]
    let members =
      [JSON.Member("kind", .string(kind.rawValue))]
      + kind.fields.map(\.name).filter { $0 != "kind" }.map { field in
        JSON.Member(field, FactFieldTests.values[field] ?? values[field] ?? .null)
      }
    #expect(!members.contains { $0.value == .null })
    #expect(try FactReader(ofKept: .utc).read(.object(members)).fact.props.isEmpty)
  }

  @Test(
    "A made-up field is a prop, and every field comes back as it was written",
    arguments: FactKind.allCases)
  func written(kind: FactKind) throws {
    guard case .object(let members) = fact(kind) else { return }
    let sent = JSON.object(members + [JSON.Member("zebra", 1)])
    let read = try FactReader(ofKept: .utc).read(sent).fact
    #expect(read.props == [JSON.Member("zebra", 1)])
    guard case .object(let back) = read.json() else { return }
    let names = Set(kind.fields.map(\.name) + ["zebra"])
    #expect(back.allSatisfy { names.contains($0.key) })
  }

  @Test("A word that a field does not list is refused, and each that it lists is taken")
  func words() throws {
    for kind in FactKind.allCases {
      for field in kind.fields {
        guard let words = field.words, field.name != "kind", let known = words.first else {
          continue
        }
        guard case .object(var members) = fact(kind) else { continue }
        members.removeAll { $0.key == field.name }
        for word in words where field.name != "scale" || word == known {
          let sent = JSON.object(members + [JSON.Member(field.name, .string(word))])
          #expect(throws: Never.self, "\(kind) \(field.name) \(word)") {
            try FactReader(ofKept: .utc).read(sent)
          }
        }
        #expect(throws: FactProblem.self, "\(kind) \(field.name)") {
          try FactReader(ofKept: .utc).read(.object(members + [JSON.Member(field.name, "zebra")]))
        }
      }
    }
  }

  @Test("A misspelt field is asked about, once for each fact that lacks the right one")
  func misspelt() throws {
    var fields = MisspeltFields()
    func asked(_ line: String) throws -> [String] {
      fields.of(try FactReader(ofKept: .utc).read(line: Array(line.utf8)[...]).fact).map(\.question)
    }
    let start = #"{"id":"1","kind":"deal","at":"2026-01-01","deal":"d","stage":"won","#
    #expect(
      try asked(start + #""quota_split":{"ana":1}}"#)
        == ["'quota_split' has no meaning; did you mean 'quota_splits'?"])
    #expect(try asked(start + #""Splits":{"ana":1},"mebmer":"ana"}"#).count == 2)
    #expect(try asked(start + #""quota_split":1,"quota_splits":{"ana":1}}"#) == [])
    #expect(try asked(start + #""plan":"pro","owner":"x","zebra":1}"#) == [])
  }

  @Test("Tax and quota splits are read, refused when they cannot be, and kept where they are old")
  func later() throws {
    let reader = FactReader(
      zone: .utc, currencies: nil,
      limits: FactLimits(
        CalendarDay(number: 0)...CalendarDay(number: 24_000), in: .utc, amounts: [:]))
    let start = #"{"id":"1","kind":"money","at":"2026-01-01","amount":"6","currency":"EUR","#
    let good = start + #""tax":1.0,"quota_splits":{"ana":"60%"}}"#
    let body = try reader.read(line: Array(good.utf8)[...]).fact.body
    guard case .money(let money) = body else { return #expect(Bool(false)) }
    #expect(money.tax?.description == "1")
    #expect(money.quotaSplits.map(\.share.description) == ["0.6"])
    for odd in [#""tax":"much""#, #""quota_splits":{"ana":"all"}"#, #""quota_splits":3"#] {
      let line = Array((start + odd + "}").utf8)[...]
      #expect(throws: FactProblem.self) { try reader.read(line: line) }
      let kept = try FactReader(ofKept: .utc).read(line: line).fact
      #expect(kept.props.count == 1)
      #expect(try FactReader(ofKept: .utc).read(kept.json()).fact == kept)
    }
  }
}
