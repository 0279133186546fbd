internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import Planning
internal import Operations

/// Segment's HTTP API, so that its client libraries only need this server's address (Segment, "HTTP
/// Tracking API Source").
struct SegmentDoor {
  let house: House

  /// The calls, each a path under `/v1/`.
  static let calls = ["track", "identify", "page", "screen", "group", "alias", "batch"]
  /// The most bytes of a batch, as Segment limits it; below it, of one event.
  static let batchLimit = 500 << 10
  static let eventLimit = 32 << 10

  func post(_ request: Request, _ visit: Visit) async throws -> Response {
    let call = request.uri.path.split(separator: "/").last.map(String.init) ?? ""
    let isBatch = call == "batch"
    let bytes = try await visit.body(
      of: request, limit: isBatch ? SegmentDoor.batchLimit : SegmentDoor.eventLimit)
    let body = try SegmentDoor.object(bytes)
    let visitor = try sender(body, visit)
    let door = SenderDoor(house: house)
    let sender = try door.enter(visitor, request, visit)
    let events = try isBatch ? SegmentDoor.events(of: body) : [body]
    let plan = house.newest.snapshot.plan
    let moment = house.now()
    let rows = events.map {
      SegmentEvent($0, call: isBatch ? nil : call, batch: isBatch ? body : nil, at: moment).json
    }
    let source = try EventMapping.source([visitor.name, "segment"], preset: "segment", in: plan)
    let delivery = try EventMapping.delivery(
      rows, as: source, door: "/v1/\(call)", plan, at: moment,
      limit: SegmentDoor.eventLimit, from: sender)
    if !delivery.parts.isEmpty { house.counters.count(try await house.keeper.keep(delivery)) }
    var response = Response.content("{\"success\":true}\n", "application/json")
    door.allow(request, &response)
    return response
  }

  /// The owner of the write key. Libraries send the key as the user of Basic, or in the body.
  private func sender(_ body: JSON, _ visit: Visit) throws -> Visitor {
    var visitor = visit.visitor
    if visitor == nil, case .string(let key)? = body["writeKey"] {
      visitor = try house.access.admit(token: key)?.visitor
    }
    guard let visitor, visit.csrfToken == nil else {
      throw Refusal(
        .unauthorized, "the write key is missing or not valid",
        "make one with 'fulcrum token add NAME --role source'")
    }
    guard Right.send.isOf(visitor.role) else {
      throw Refusal.role(
        visitor.role, isPage: false, cannot: "send facts", "use a token of the role source")
    }
    return visitor
  }

  private static func object(_ bytes: [UInt8]) throws(Refusal) -> JSON {
    let json: JSON
    do { json = try JSON(bytes: bytes[...]) } catch {
      throw Refusal(
        .badRequest, "not valid JSON at byte \(error.column): \(error.problem)",
        "send a JSON object", pointer: "")
    }
    guard case .object = json else {
      throw Refusal(.badRequest, "the body isn't a JSON object", "send {…}", pointer: "")
    }
    return json
  }

  private static func events(of body: JSON) throws(Refusal) -> [JSON] {
    guard case .array(let events)? = body["batch"] else {
      throw Refusal(
        .badRequest, "the batch is missing", "send {\"batch\": [ … ]}", pointer: "/batch")
    }
    for (place, event) in events.enumerated() {
      guard case .object = event else {
        throw Refusal(
          .badRequest, "an event is a JSON object", "send {…}", pointer: "/batch/\(place)")
      }
    }
    return events
  }
}

/// One Segment event as a mapping sees it: its type from the call, its time by this server's clock.
struct SegmentEvent {
  let json: JSON

  /// Creates an event. `batch` supplies a missing `context` and `sentAt`.
  init(_ event: JSON, call: String?, batch: JSON?, at received: Instant) {
    guard case .object(var members) = event else {
      json = event
      return
    }
    func set(_ key: String, _ value: JSON) {
      members.removeAll { $0.key == key }
      members.append(.init(key, value))
    }
    if let call { set("type", .string(call)) }
    let sent = SegmentEvent.instant(event["sentAt"] ?? batch?["sentAt"])
    let given = SegmentEvent.instant(event["timestamp"] ?? event["originalTimestamp"])
    if event["context"] == nil, let context = batch?["context"] { set("context", context) }
    set("timestamp", .string(SegmentEvent.corrected(given, sent: sent, received).description))
    set("receivedAt", .string(received.description))
    members.removeAll { $0.key == "writeKey" }
    json = .object(members)
  }

  /// Corrects an event's time for a wrong clock of the sender.
  ///
  /// timestamp = receivedAt − (sentAt − timestamp) (Segment, "Spec: Common Fields", Timestamps):
  /// the sender's clock may be wrong, but the time that passed on it is right. Without `sentAt` the
  /// timestamp is taken as it is; without a timestamp the result is `received`. It is never later
  /// than `received`.
  static func corrected(_ given: Instant?, sent: Instant?, _ received: Instant) -> Instant {
    guard let given else { return received }
    guard let sent else { return given }
    let moment = Instant(
      milliseconds: received.milliseconds &- (sent.milliseconds &- given.milliseconds))
    return moment > received ? received : moment
  }

  private static func instant(_ json: JSON?) -> Instant? {
    guard case .string(let text)? = json else { return nil }
    return Instant(text)
  }
}
