internal import Facts
internal import Foundation
internal import Hummingbird
internal import Ledger
internal import Operations
internal import Scoreboard
internal import Tally

extension WriteRoutes {
  /// Starts a play and seals its terms.
  func play(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    do {
      var fields = form.fields.filter {
        PlayStart.formFields.contains($0.key) && !$0.value.isEmpty
      }
      let id = try form.need("play")
      if fields["lever"] == nil { fields["lever"] = visit.visitor?.lever?.rawValue }
      try check(fields["lever"].flatMap { Lever(rawValue: $0) }, visit)
      let (start, principal) = (try PlayStart(fields), visit.principal)
      _ = try await house.keeper.change { writer, now in
        try start.run(&writer, by: principal, at: now)
      }
      await house.board.refresh()
      return answer(form, request, visit, see: "/plays", [.init("play", .string(id))])
    } catch let error as any Explained {
      let refusal = Refusal(error)
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
    try check(play: id, visit)
    let (stop, principal) = (try PlayStop(id), visit.principal)
    _ = try await house.keeper.change { writer, now in
      try stop.run(&writer, by: principal, at: now)
    }
    await house.board.refresh()
    return answer(form, request, visit, see: "/plays/\(given)", [.init("play", .string(id))])
  }
}
