internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Intake
internal import Ledger
internal import Planning

/// `POST /v1/facts`: an object, an array of objects, or one object per line.
struct FactDoor {
  let house: House

  /// The most bytes of a body: 10,000 facts of half a kilobyte.
  static let bodyLimit = 5 << 20
  /// The most facts of a body.
  static let batchLimit = 10_000
  /// The most bytes of one fact: what quarantine keeps of a row.
  static let factLimit = 1 << 16

  func post(_ request: Request, _ visit: Visit) async throws -> Response {
    guard let visitor = visit.visitor else {
      throw Refusal(.unauthorized, "this needs a token", "send 'Authorization: Bearer …'")
    }
    let door = SenderDoor(house: house)
    let sender = try door.enter(visitor, request, visit)
    let bytes = try await visit.body(of: request, limit: FactDoor.bodyLimit)
    let isLines = request.headers[.contentType]?.contains("ndjson") == true
    let rows = try isLines ? FactList.lines(bytes) : FactList.values(bytes)
    guard rows.count <= FactDoor.batchLimit else {
      throw Refusal(
        .contentTooLarge, "\(rows.count) facts are more than \(FactDoor.batchLimit)",
        "send them in several requests")
    }
    let delivery = read(rows, from: sender)
    let fates = try await house.keeper.keep(delivery)
    house.counters.count(fates)
    var response = Response.content(FactDoor.answer(delivery, fates), "application/json")
    door.allow(request, &response)
    return response
  }

  private func read(_ rows: [ArraySlice<UInt8>], from sender: Sender) -> Delivery {
    let plan = house.newest.snapshot.plan
    let reader = plan.reader(at: house.now())
    var delivery = Delivery(
      source: IntakeReader.factsSource, door: "/v1/facts", sender: sender)
    delivery.parts.reserveCapacity(rows.count)
    var misspelt = MisspeltFields()
    for (place, row) in rows.enumerated() {
      let line = place + 1
      do throws(FactProblem) {
        guard row.count <= FactDoor.factLimit else {
          throw FactProblem(nil, "the fact has more than 64 KiB", "send less with it")
        }
        let fact = try reader.read(line: row).fact
        delivery.add(fact, row: row, line: line)
        let fields = fact.props.isEmpty ? [] : misspelt.of(fact)
        if !fields.isEmpty { delivery.questions[place] = fields }
      } catch {
        delivery.parts.append(.refused(delivery.rejection(error, row: row, line: line)))
      }
    }
    return delivery
  }

  /// Writes the JSON answer with each fact's outcome, in the order sent.
  static func answer(_ delivery: Delivery, _ fates: [FactOutcome]) -> String {
    var kept = 0
    var known = 0
    var each = ""
    each.reserveCapacity(fates.count * 40)
    for (place, (part, fate)) in zip(delivery.parts, fates).enumerated() {
      if place > 0 { each += "," }
      switch fate {
      case .kept: kept += 1
      case .known: known += 1
      case .quarantined: break
      }
      write(part, fate, place, delivery.questions[place] ?? [], into: &each)
    }
    return "{\"kept\":\(kept),\"known\":\(known),\"quarantined\":\(fates.count - kept - known),"
      + "\"facts\":[\(each)]}\n"
  }

  private static func write(
    _ part: Delivery.Part, _ fate: FactOutcome, _ place: Int, _ questions: [MisspeltField],
    into text: inout String
  ) {
    text += "{"
    if case .fact(let fact, _, _) = part {
      text += "\"id\":"
      JSON.quote(fact.id.text, into: &text)
      text += ","
    }
    switch fate {
    case .kept: text += "\"answer\":\"kept\""
    case .known: text += "\"answer\":\"known\""
    case .quarantined(let why, let remedy, let field):
      let pointer = "/\(place)" + (field.isEmpty ? "" : "/" + Pointer.escaped(field))
      text += "\"answer\":\"quarantined\",\"pointer\":"
      JSON.quote(pointer, into: &text)
      text += ",\"why\":"
      JSON.quote(why, into: &text)
      text += ",\"mend\":"
      JSON.quote(remedy, into: &text)
    }
    if !questions.isEmpty {
      text += ",\"asked\":"
      JSON.quote(questions.map(\.question).joined(separator: " "), into: &text)
    }
    text += "}"
  }
}

/// JSON pointers (RFC 6901).
enum Pointer {
  /// Escapes a field's name for a pointer. A dot becomes a step: `recurring.from` is two.
  static func escaped(_ field: String) -> String {
    var text = ""
    for character in field {
      switch character {
      case "~": text += "~0"
      case "/": text += "~1"
      case ".": text += "/"
      default: text.append(character)
      }
    }
    return text
  }
}
