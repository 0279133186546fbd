internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Surfaces

/// `GET /v1/audit`: the audit trail, filtered and paged.
struct AuditRoutes {
  let ledger: FactLedger

  /// The most entries of a page.
  static let most = 1000
  private static let usual = 100

  /// The form of what ``get(_:_:)`` gives.
  static let schema = JSONSchema.object(
    ["entries": .list(AuditEntry.schema)], optional: ["before": .count])

  func get(_ request: Request, _ visit: Visit) async throws -> Response {
    var fields: [String: String] = [:]
    for (key, value) in request.uri.queryParameters { fields[String(key)] = String(value) }
    let limit = try fields["limit"].map { text in
      guard let limit = Int(text), (1...AuditRoutes.most).contains(limit) else {
        throw Refusal(
          .badRequest, "limit isn't a number from 1 to \(AuditRoutes.most)", "leave it out for 100")
      }
      return limit
    }
    let filter = try AuditRoutes.filter(fields)
    let entries = try ledger.audit(filter, limit: limit ?? AuditRoutes.usual)
    var members: [JSON.Member] = [.init("entries", .array(entries.map(\.json)))]
    if let last = entries.last, entries.count == limit ?? AuditRoutes.usual, last.number > 1 {
      members.append(.init("before", .integer(last.number)))
    }
    return .json(.object(members))
  }

  /// Reads the filter: `before` (an entry's number), `kind`, `who`, `what`, `from` and `until`
  /// (moments or days).
  static func filter(_ fields: [String: String]) throws(Refusal) -> AuditFilter {
    var filter = AuditFilter()
    func text(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }
    filter.name = text("who")
    filter.what = text("what")
    if let kind = text("kind") {
      guard let known = Principal.Kind(rawValue: kind) else {
        throw Refusal(
          .badRequest, "there is no kind '\(kind)'",
          "write \(Principal.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      filter.kind = known
    }
    if let before = text("before") {
      guard let number = Int64(before) else {
        throw Refusal(.badRequest, "before isn't a number", "take it from the page before")
      }
      filter.before = number
    }
    filter.from = try moment(text("from"), "from")
    filter.until = try moment(text("until"), "until")
    return filter
  }

  private static func moment(_ text: String?, _ name: String) throws(Refusal) -> Instant? {
    guard let text else { return nil }
    if let moment = Instant(text) { return moment }
    if let day = CalendarDay(text) { return Zone.utc.start(of: day) }
    throw Refusal(
      .badRequest, "\(name) isn't a valid time", "write it like 2026-11-27 or 2026-11-27T10:00:00Z")
  }
}
