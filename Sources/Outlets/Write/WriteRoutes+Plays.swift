internal import Facts
internal import Foundation
internal import Hummingbird
internal import Ledger
internal import Scoreboard
internal import Tally

extension WriteRoutes {
  /// The fields of a play that a form may fill in.
  private static let playFields = [
    "play", "lever", "owner", "name", "from", "to", "goal", "window", "worthwhile", "hypothesis",
    "budget", "holdout",
  ]

  /// Starts a play, and seals what it is judged by.
  func play(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    do {
      var fields = form.fields.filter {
        WriteRoutes.playFields.contains($0.key) && !$0.value.isEmpty
      }
      let id = try form.need("play")
      if fields["lever"] == nil { fields["lever"] = visit.visitor?.lever?.rawValue }
      try check(fields["lever"].flatMap { Lever(rawValue: $0) }, visit)
      try house.desk.startPlay(fields, into: house.ledger, at: house.now())
      await house.board.refresh()
      try audit(visit, "play started", id)
      return answer(form, request, visit, see: "/plays", [.init("play", .string(id))])
    } catch let refusal as Refusal {
      guard form.isPage else { throw refusal }
      return try await page(
        .play(fields: form.fields, refusal), request, visit, refusal.status)
    }
  }

  /// Ends a play today.
  func stop(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let given = visit.parameters.get("play") ?? ""
    let id = given.removingPercentEncoding ?? given
    let declared = try refusing { () throws(LedgerProblem) in
      try house.newest.snapshot.board.timelines.declaredPlays().last { $0.fact.play?.text == id }
    }
    guard let declared else {
      throw Refusal(.notFound, "there is no play '\(id)'", "see the answer plays")
    }
    try check(declared.fact.lever, visit)
    try house.desk.stopPlay(id, into: house.ledger, at: house.now())
    await house.board.refresh()
    try audit(visit, "play stopped", id)
    return answer(form, request, visit, see: "/plays/\(given)", [.init("play", .string(id))])
  }
}
