public import Facts
public import Ledger

extension AuditEntry {
  /// The form of ``json``.
  public static let schema = JSONSchema.object(
    [
      "number": .count, "at": .moment, "kind": .words(of: Principal.Kind.self), "who": .text,
      "what": .text,
    ], optional: ["subject": .count, "address": .text, "about": .text, "detail": .text])

  /// The entry as JSON; empty members are omitted.
  public var json: JSON {
    var members: [JSON.Member] = [
      .init("number", .integer(number)), .init("at", .string(at.description)),
      .init("kind", .string(by.kind.rawValue)),
    ]
    if let subject = by.number { members.append(.init("subject", .integer(subject))) }
    members.append(.init("who", .string(by.name)))
    if let address = by.address { members.append(.init("address", .string(address))) }
    members.append(.init("what", .string(what)))
    if !about.isEmpty { members.append(.init("about", .string(about))) }
    if !detail.isEmpty { members.append(.init("detail", .string(detail))) }
    return .object(members)
  }
}
