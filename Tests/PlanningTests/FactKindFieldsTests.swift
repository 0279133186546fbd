import Facts
import Planning
import Testing

@Suite("Fields of facts")
struct FactKindFieldsTests {
  private static let values: [String: JSON] = [
    "id": "1", "at": "2026-01-01", "play": "p", "lever": "sales", "from": "2026-01-01",
    "customer": "c", "amount": "1", "seconds": "1", "deal": "d", "stage": "won", "scale": "nps",
    "score": "1", "work": "w", "type": "debt", "state": "shipped", "text": "t", "fact": "f",
  ]

  private func fact(_ kind: FactKind, without left: String? = nil) -> JSON {
    var fields = kind.required
    if kind == .cost { fields.append("lever") }
    var members = [JSON.Member("kind", .string(kind.rawValue))]
    if kind == .money || kind == .cost { members.append(JSON.Member("currency", "EUR")) }
    for field in fields where field != left {
      members.append(JSON.Member(field, FactKindFieldsTests.values[field] ?? .null))
    }
    return .object(members)
  }

  @Test("The required fields are enough for a fact", arguments: FactKind.allCases)
  func enough(kind: FactKind) throws {
    let read = try FactReader(ofKept: .utc).read(fact(kind)).fact
    #expect(read.kind == kind)
    #expect(read.props.isEmpty)
  }

  @Test("Without any of them there is no fact", arguments: FactKind.allCases)
  func needed(kind: FactKind) {
    for field in kind.required {
      #expect(throws: FactProblem.self, "\(kind) without \(field)") {
        try FactReader(ofKept: .utc).read(fact(kind, without: field))
      }
    }
  }

  @Test("No field with a meaning becomes a prop", arguments: FactKind.allCases)
  func known(kind: FactKind) throws {
    #expect(Set(kind.required).isSubset(of: kind.fields))
    let values: [String: JSON] = [
      "member": "m", "source": "s", "received": "2026-01-01", "currency": "EUR", "owner": "o",
      "name": "n", "to": "2026-02-01", "goal": "money", "window": "14", "worthwhile": "10%",
      "hypothesis": "h", "budget": "1", "channel": "c", "of": "f", "product": "p", "why": "w",
      "recurring": .members(["from": "2026-01-01", "to": "2026-02-01"]),
      "splits": .members(["a": "1"]), "closes": "2026-01-01", "effort": "1",
      "link": .members(["metric": "m"]), "attributes": .members([:]),
      "expect": .members(["answer": "a"]), "day": "2026-01-01", "holdout": "10%",
      "rule": .members(["attribute": "region", "is": ["north"]]), "arm": "reach", "wave": "2",
    ]
    let members =
      [JSON.Member("kind", .string(kind.rawValue))]
      + kind.fields.map { field in
        JSON.Member(field, FactKindFieldsTests.values[field] ?? values[field] ?? .null)
      }
    #expect(!members.contains { $0.value == .null })
    #expect(try FactReader(ofKept: .utc).read(.object(members)).fact.props.isEmpty)
  }
}
