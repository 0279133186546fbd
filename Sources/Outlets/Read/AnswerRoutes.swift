internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Pay
internal import Planning
internal import Scoreboard
internal import Surfaces

/// `GET /v1/answers/{name}`: the output of `fulcrum answer NAME --json`, byte for byte.
struct AnswerRoutes {
  let house: House

  private var names: [String] { house.desk.answers }
  private var newest: Newest { house.newest }

  func get(_ request: Request, _ visit: Visit) async throws -> Response {
    let name = visit.parameters.get("name") ?? ""
    guard names.contains(name) else {
      throw Refusal(
        .notFound, "there is no answer '\(name)'",
        "the answers are \(names.joined(separator: ", "))")
    }
    if let elsewhere = try Door.check(Right.ofAnswer(name), request, visit, house) {
      return elsewhere
    }
    let snapshot = newest.snapshot
    let question = try AnswerRoutes.question(name, request)
    let answer = try await house.answers.answer(question, snapshot, for: visit.connection)
    guard let visitor = visit.visitor, visitor.role != .gm else { return .json(answer.json) }
    return .json(AnswerRoutes.shown(answer, to: visitor, snapshot).json)
  }

  /// The Flash's JSON, as `fulcrum flash --json` prints it.
  func flash(_ request: Request, _ visit: Visit) async throws -> Response {
    let options = try AnswerRoutes.options(request)
    guard options.isEmpty else {
      let question = Question("flash", options)
      return .json(
        try await house.answers.answer(question, newest.snapshot, for: visit.connection).json)
    }
    return .json(newest.snapshot.flash.json)
  }

  static func question(_ name: String, _ request: Request) throws(Refusal) -> Question {
    Question(name, try options(request))
  }

  private static func options(_ request: Request) throws(Refusal) -> [Question.Option] {
    var options: [Question.Option] = []
    for (key, value) in request.uri.queryParameters {
      guard known.contains(String(key)) else {
        throw Refusal(
          .badRequest, "there is no parameter '\(key)'",
          "the parameters are \(known.joined(separator: ", "))")
      }
      guard !options.contains(where: { $0.name == key }) else {
        throw Refusal(.badRequest, "the parameter '\(key)' comes twice", "give it once")
      }
      if flags.contains(String(key)) {
        if value == "false" { continue }
        guard value.isEmpty || value == "true" else {
          throw Refusal(.badRequest, "\(key) is no flag '\(value)'", "write true or false")
        }
      } else if value.isEmpty {
        throw Refusal(.badRequest, "\(key) has no value", "give one, or leave it out")
      }
      let isFlag = flags.contains(String(key))
      options.append(.init(String(key), isFlag ? "" : String(value)))
    }
    return options
  }

  /// Parameters without a value.
  static let flags = ["restated", "rolling", "scores"]
  /// All parameters, as the command line spells them.
  static let known =
    ["as-of", "by", "columns", "convention", "top", "member", "model", "after", "limit"] + flags

  /// Limits pay to the rows that a visitor may see. Leads see their own and their reports', members
  /// their own.
  static func shown(
    _ answer: any Answer, to visitor: Visitor, _ snapshot: Snapshot
  ) -> any Answer {
    guard let pay = answer as? PayAnswer else { return answer }
    return pay.only(visible(to: visitor, snapshot))
  }

  /// The members whose statements a visitor may see.
  static func visible(to visitor: Visitor, _ snapshot: Snapshot) -> Set<MemberID> {
    guard let own = visitor.member else { return [] }
    guard visitor.role == .lead else { return [own] }
    var seen: Set<MemberID> = [own]
    var grew = true
    while grew {
      let more = snapshot.plan.people.filter { person in
        person.manager.map { seen.contains($0) } ?? false && !seen.contains(person.id)
      }
      grew = !more.isEmpty
      seen.formUnion(more.map(\.id))
    }
    return seen
  }
}
