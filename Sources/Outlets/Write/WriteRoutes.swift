internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Planning
internal import Surfaces

/// What changes something beside facts sent by programs: forms of pages, or JSON.
struct WriteRoutes {
  let house: House

  /// Answers a browser with a page, a program with JSON.
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

  /// The audit trail's line for what was done.
  func audit(_ visit: Visit, _ what: String, _ about: String, _ detail: String = "") throws {
    let entry = AuditEntry(
      at: house.now(), who: who(visit), what: what, about: about, detail: detail)
    try refusing { () throws(LedgerProblem) in try house.ledger.write(entry) }
  }

  func who(_ visit: Visit) -> String { visit.visitor?.name ?? "nobody" }

  /// A lead acts for their own lever only.
  func check(_ lever: Lever?, _ visit: Visit) throws(Refusal) {
    guard let visitor = visit.visitor, visitor.role == .lead else { return }
    guard lever == nil || lever == visitor.lever else {
      throw Refusal(
        .forbidden,
        "a lead of \(visitor.lever?.rawValue ?? "no lever") may not do this for "
          + "\(lever?.rawValue ?? "another")", "ask that lever's lead, or a GM", pointer: "/lever")
    }
  }

  /// One fact of a form, kept or refused with its field.
  func keep(_ json: JSON) async throws -> Fact {
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
    let fates = try await house.keeper.keep(delivery)
    house.counters.count(fates)
    return fact
  }

  // MARK: The Chronicle

  func note(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    do {
      let note = NoteText(
        text: try form.need("text"), expect: form["expect"], by: form["by"], play: form["play"],
        day: form["day"])
      let fact = try await keep(
        note.json(at: house.now(), by: visit.visitor?.member, lever: visit.visitor?.lever))
      try audit(visit, "note written", fact.id.text)
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
    let why = try house.desk.replay(row, as: text, into: house.ledger, at: house.now())
    await house.board.refresh()
    try audit(visit, "row replayed", String(row.number), why.isEmpty ? "" : "refused again")
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
    let dropped = try refusing { () throws(LedgerProblem) in
      try house.ledger.settle([row.number], as: .dropped)
    }
    try audit(visit, "row dropped", String(row.number))
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
  /// Every occurrence of a text by another.
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
