public import HTTPTypes
internal import Hummingbird
public import Facts
internal import Ledger
internal import Operations

/// The reason why a request fails, as RFC 9457 problem details.
public struct Refusal: Explained, Sendable {
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

  /// Creates the refusal of a visitor whose role lacks a right: `members can't see this page`.
  static func role(
    _ role: Role, isPage: Bool, cannot deed: String? = nil,
    _ remedy: String = "ask your GM for access"
  ) -> Refusal {
    let who = isPage ? "\(role.rawValue)s" : "the role \(role.rawValue)"
    let what = deed ?? (isPage ? "see this page" : "use this")
    return Refusal(.forbidden, "\(who) can't \(what)", remedy)
  }

  /// Creates the refusal that tells an error of another stage.
  init(_ error: any Explained) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let problem as LedgerProblem: self.init(problem)
    case is OptionProblem: self.init(.badRequest, error.problem, error.remedy)
    case let failure as Failure:
      self.init(
        .unprocessableContent, failure.field.map { "\($0) \(failure.problem)" } ?? failure.problem,
        failure.remedy, pointer: failure.field.map { "/" + Pointer.escaped($0) })
    default: self.init(.unprocessableContent, error.problem, error.remedy)
    }
  }

  private init(_ problem: LedgerProblem) {
    switch problem {
    case .noPlan: self.init(.conflict, problem.problem, problem.remedy)
    case .refused: self.init(.unprocessableContent, problem.problem, problem.remedy)
    default:
      self.init(
        .serviceUnavailable, problem.problem, problem.remedy, fields: [.retryAfter: "1"])
    }
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
