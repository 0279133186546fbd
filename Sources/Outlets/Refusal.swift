public import HTTPTypes
internal import Hummingbird
internal import Facts
internal import Ledger

/// Why a request is not answered, as RFC 9457 problem details.
public struct Refusal: Error, Sendable {
  /// The HTTP status.
  public let status: HTTPResponse.Status
  /// What is wrong, in one clause.
  public let problem: String
  /// What to do about it.
  public let remedy: String
  /// A JSON pointer (RFC 6901) to what is at fault in the body; nil where it is not in there.
  public let pointer: String?
  /// Header fields beside the content's own.
  public let fields: HTTPFields

  /// A refusal from its parts.
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

  /// As a program reads it.
  var response: Response {
    var response = Response.json(json, status: status)
    response.headers[.contentType] = "application/problem+json"
    for field in fields { response.headers[field.name] = field.value }
    return response
  }
}

/// Runs something of the ledger, and says its problems as refusals.
func refusing<Value>(_ body: () throws(LedgerProblem) -> Value) throws(Refusal) -> Value {
  do { return try body() } catch { throw Refusal(error) }
}
