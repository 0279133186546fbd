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

  /// Starts a play and seals its terms.
  func play(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    do {
      var fields = form.fields.filter {
        WriteRoutes.playFields.contains($0.key) && !$0.value.isEmpty
      }
      let id = try form.need("play")
      if fields["lever"] == nil { fields["lever"] = visit.visitor?.lever?.rawValue }
      try check(fields["lever"].flatMap { Lever(rawValue: $0) }, visit)
      let (desk, principal, given) = (house.desk, visit.principal, fields)
      try await house.keeper.change { ledger, now in
        try desk.startPlay(given, into: ledger, by: principal, at: now)
      }
      await house.board.refresh()
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
    let (desk, principal) = (house.desk, visit.principal)
    try await house.keeper.change { ledger, now in
      try desk.stopPlay(id, into: ledger, by: principal, at: now)
    }
    await house.board.refresh()
    return answer(form, request, visit, see: "/plays/\(given)", [.init("play", .string(id))])
  }
}
