public import HTTPTypes
internal import Hummingbird
internal import Facts
internal import Ledger

/// The reason why a request fails, as RFC 9457 problem details.
public struct Refusal: Error, Sendable {
  /// The HTTP status.
  public let status: HTTPResponse.Status
  /// The problem, in one clause.
  public let problem: String
  /// The remedy, in one clause.
  public let remedy: String
  /// A JSON pointer (RFC 6901) to the fault in the body; nil if it is elsewhere.
  public let pointer: String?
  /// Header fields besides those of the content.
  public let fields: HTTPFields

  /// Creates a refusal.
  public init(
    _ status: HTTPResponse.Status, _ problem: String, _ remedy: String, pointer: String? = nil,
    fields: HTTPFields = [:]
  ) {
    self.status = status
    self.problem = problem
    self.remedy = remedy
    self.pointer = pointer
    self.fields = fields
  }

  init(_ problem: LedgerProblem) {
    let isPlanless = problem == .noPlan
    self.init(
      isPlanless ? .conflict : .serviceUnavailable, problem.problem, problem.remedy,
      fields: isPlanless ? [:] : [.retryAfter: "1"])
  }

  /// The problem details.
  var json: JSON {
    var members: [JSON.Member] = [
      .init("type", "about:blank"), .init("title", .string(status.reasonPhrase)),
      .init("status", .integer(status.code)), .init("detail", .string(problem)),
      .init("remedy", .string(remedy)),
    ]
    if let pointer {
      members.append(
        .init(
          "errors", .array([.members(["pointer": .string(pointer), "detail": .string(problem)])]))
      )
    }
    return .object(members)
  }

  /// The response for a program.
  var response: Response {
    var response = Response.json(json, status: status)
    response.headers[.contentType] = "application/problem+json"
    for field in fields { response.headers[field.name] = field.value }
    return response
  }
}

/// Runs a call to the ledger and converts its problems to refusals.
func refusing<Value>(_ body: () throws(LedgerProblem) -> Value) throws(Refusal) -> Value {
  do { return try body() } catch { throw Refusal(error) }
}
