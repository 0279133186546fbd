internal import Facts
internal import HTTPTypes
internal import Hummingbird

/// `GET /ready`: reports whether the server takes facts, with its problems and warnings.
///
/// It touches neither disk nor ledger, so that it answers however busy the server is.
struct Readiness {
  let conditions: Conditions

  func get(_ request: Request, _ visit: Visit) async throws -> Response {
    let all = conditions.all
    let isReady = !all.contains { $0.kind.isStop }
    func list(_ isStop: Bool) -> JSON {
      .array(
        all.filter { $0.kind.isStop == isStop }.map {
          .members([
            "kind": .string($0.kind.rawValue), "since": .string($0.since.description),
            "why": .string($0.words),
          ])
        })
    }
    return .json(
      .members(["ready": .bool(isReady), "problems": list(true), "warnings": list(false)]),
      status: isReady ? .ok : .serviceUnavailable)
  }
}
