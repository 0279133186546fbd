internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Planning
internal import Scoreboard
internal import Surfaces
internal import Tally

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
        "a lead of \(visitor.lever?.rawValue ?? "no lever") may not do this for "
          + "\(lever?.rawValue ?? "another")", "ask that lever's lead, or a GM", pointer: "/lever")
    }
  }

  /// Stores one fact of a form with its audit line, or refuses it and names its field.
  func keep(_ json: JSON, as what: String, by principal: Principal) async throws -> Fact {
    let plan = house.newest.snapshot.plan
    let fact: Fact
    do {
      fact = try plan.reader(at: house.now()).read(json).fact
    } catch {
      throw Refusal(
        .unprocessableContent, error.problem, error.remedy,
        pointer: error.field.map { "/" + Pointer.escaped($0) })
    }
    var delivery = Delivery(source: "facts", door: "a page")
    delivery.parts = [.fact(fact, row: Array(json.compact.utf8)[...], line: 1)]
    delivery.audit = (what, fact.id.text, principal)
    let fates = try await house.keeper.keep(delivery)
    house.counters.count(fates)
    return fact
  }

  /// Checks that a note's play exists, and that a lead may write about it.
  private func checkPlay(_ play: String, _ visit: Visit) throws {
    let declared = try refusing { () throws(LedgerProblem) in
      try house.newest.snapshot.board.timelines.declaredPlays()
        .last { $0.fact.play?.text == play }
    }
    guard let declared else {
      throw Refusal(
        .unprocessableContent, "there is no play '\(play)'", "see /plays for those there are",
        pointer: "/play")
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
      if let play = form["play"] { try checkPlay(play, visit) }
      let fact = try await keep(
        note.json(at: house.now(), by: visit.visitor?.member, lever: visit.visitor?.lever),
        as: "note written", by: visit.principal)
      return answer(form, request, visit, see: "/chronicle", [.init("id", .string(fact.id.text))])
    } catch let refusal as Refusal {
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
    let (desk, principal) = (house.desk, visit.principal)
    let why = try await house.keeper.change { ledger, now in
      try desk.replay(row, as: text, into: ledger, by: principal, at: now)
    }
    await house.board.refresh()
    guard !why.isEmpty else {
      return answer(form, request, visit, see: "/data", [.init("replayed", .integer(1))])
    }
    let refusal = Refusal(
      .unprocessableContent, why.joined(separator: "; "), "mend the row further", pointer: "/row")
    guard form.isPage else { throw refusal }
    return try await page(.row(row, problem: refusal.problem), request, visit, refusal.status)
  }

  func drop(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let row = try row(visit)
    let principal = visit.principal
    let dropped = try await house.keeper.change { ledger, now in
      try ledger.changing(at: now) { change in
        let dropped = try change.settle([row.number], as: .dropped)
        if dropped > 0 { try change.audit("rows dropped", String(row.number), by: principal) }
        return dropped
      }
    }
    return answer(form, request, visit, see: "/data", [.init("dropped", .integer(dropped))])
  }

  private func row(_ visit: Visit) throws -> QuarantinedRow {
    let given = visit.parameters.get("row") ?? ""
    let found = try Int(given).flatMap { number in
      try refusing { () throws(LedgerProblem) in try house.ledger.quarantined(number) }
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
