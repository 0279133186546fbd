internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Planning
internal import Scoreboard
internal import Surfaces
internal import Tally
internal import Operations

/// Handles changes other than facts sent by programs: forms of pages, or JSON.
struct WriteRoutes {
  let house: House

  /// Answers a form with a redirect to a page, and a program with JSON.
  func answer(
    _ form: Form, _ request: Request, _ visit: Visit, see path: String, _ members: [JSON.Member]
  ) -> Response {
    form.isPage ? .see(path) : .json(.object(members))
  }

  func page(
    _ outcome: FormOutcome, _ request: Request, _ visit: Visit,
    _ status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    var page = try await house.pages.page(of: outcome, PageDoor.look(request, visit, house))
    page.status = status
    return page
  }

  /// Refuses a lead who acts for another lead's lever.
  func check(_ lever: Lever?, _ visit: Visit) throws(Refusal) {
    guard let visitor = visit.visitor, visitor.role == .lead else { return }
    guard lever == nil || lever == visitor.lever else {
      throw Refusal(
        .forbidden,
        "a lead of \(visitor.lever?.rawValue ?? "no lever") can't do this for "
          + "\(lever?.rawValue ?? "another")", "ask that lever's lead, or your GM",
        pointer: "/lever")
    }
  }

  /// Checks that a lead may act for a play's lever.
  func check(play: String, _ visit: Visit, _ pointer: String? = nil) throws {
    guard
      let declared = try house.newest.snapshot.board.timelines.declaredPlays()
        .last(where: { $0.fact.play?.text == play })
    else {
      throw Refusal(
        pointer == nil ? .notFound : .unprocessableContent, "there is no play '\(play)'",
        "see /plays for those there are", pointer: pointer)
    }
    try check(declared.fact.lever, visit)
  }

  // MARK: The Chronicle

  func note(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    do {
      let note = NoteText(
        text: try form.need("text"), expect: form["expect"], by: form["by"], play: form["play"],
        day: form["day"])
      if let play = form["play"] { try check(play: play, visit, "/play") }
      let (principal, author) = (visit.principal, visit.visitor)
      let id = try await house.keeper.change { writer, now in
        try note.write(
          &writer, author: author?.member, lever: author?.lever, by: principal, at: now)
      }
      await house.board.refresh()
      return answer(form, request, visit, see: "/chronicle", [.init("id", .string(id.text))])
    } catch let error as any Explained {
      let refusal = Refusal(error)
      guard form.isPage else { throw refusal }
      return try await page(
        .note(text: form["text"] ?? "", refusal), request, visit, refusal.status)
    }
  }

  // MARK: Quarantine

  func replay(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let row = try row(visit)
    let text = form["row"]?.replacingOccurrences("\r\n", "\n")
    let principal = visit.principal
    let why = try await house.keeper.change { writer, now in
      try QuarantineReplay([row], as: text).run(&writer, by: principal, at: now)
        .flatMap { $0 }.map { RejectionText.text($0) }
    }
    await house.board.refresh()
    guard !why.isEmpty else {
      return answer(form, request, visit, see: "/data", [.init("replayed", .integer(1))])
    }
    let refusal = Refusal(
      .unprocessableContent, why.joined(separator: "; "), "correct the row and import it again",
      pointer: "/row")
    guard form.isPage else { throw refusal }
    return try await page(.row(row, problem: refusal.problem), request, visit, refusal.status)
  }

  func drop(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let row = try row(visit)
    let principal = visit.principal
    let dropped = try await house.keeper.change { writer, now in
      try QuarantineDrop([row.number]).run(&writer, by: principal, at: now)
    }
    return answer(form, request, visit, see: "/data", [.init("dropped", .integer(dropped))])
  }

  private func row(_ visit: Visit) throws -> QuarantinedRow {
    let given = visit.parameters.get("row") ?? ""
    let found = try Int(given).flatMap { number in
      try house.ledger.quarantined(number)
    }
    guard let found else {
      throw Refusal(.notFound, "no row \(given) waits in quarantine", "see the answer quarantine")
    }
    return found
  }
}

extension String {
  /// Replaces every occurrence of `old` by `new`.
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    var rest = self[...]
    var text = ""
    while let range = rest.firstRange(of: old) {
      text += rest[..<range.lowerBound] + new
      rest = rest[range.upperBound...]
    }
    return text + rest
  }
}
