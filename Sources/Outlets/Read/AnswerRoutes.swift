internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Operations
internal import Pay
internal import Planning
internal import Scoreboard
internal import Surfaces

/// `GET /v1/answers/{name}`: the output of `fulcrum answer NAME --json`, byte for byte.
struct AnswerRoutes {
  let house: House

  private var newest: Newest { house.newest }

  func get(_ request: Request, _ visit: Visit) async throws -> Response {
    let name = visit.parameters.get("name") ?? ""
    guard let kind = AnswerKind(rawValue: name) else {
      let names = AnswerKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.notFound, "there is no answer '\(name)'", "the answers are \(names)")
    }
    if let elsewhere = try Door.check(kind.right, request, visit, house) { return elsewhere }
    return try await answer(kind, request, visit)
  }

  /// The Flash's JSON, as `fulcrum flash --json` prints it.
  func flash(_ request: Request, _ visit: Visit) async throws -> Response {
    try await answer(.flash, request, visit)
  }

  private func answer(
    _ kind: AnswerKind, _ request: Request, _ visit: Visit
  ) async throws -> Response {
    let texts = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    let asked = try AnswerRequest(kind, texts)
    let snapshot = newest.snapshot
    // The Flash of now is kept with the snapshot, once its plays are known.
    if asked == AnswerRequest(.flash), snapshot.flash.plays != nil {
      return .json(snapshot.flash.json)
    }
    let answer = try await house.answers.answer(asked, snapshot, for: visit.connection)
    guard let visitor = visit.visitor, visitor.role != .gm else { return .json(answer.json) }
    return .json(AnswerRoutes.shown(answer, to: visitor, snapshot).json)
  }

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
