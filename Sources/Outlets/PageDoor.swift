public import Facts
internal import HTTPTypes
public import Hummingbird
public import Ledger
public import Surfaces

/// Where pages are added, and what they may ask: one call a page.
public struct PageDoor {
  let door: Door
  /// The server's parts.
  let house: House

  /// What a page is made from.
  public struct Look: Sendable {
    /// Who looks.
    public let viewer: Viewer
    /// The newest snapshot.
    public let snapshot: Snapshot
    /// The ledger, for what no answer holds: users, audit, quarantine, imports, plans.
    public let ledger: FactLedger
    /// Parts of the path by name, and the query's fields.
    public let fields: [String: String]
    /// The moment of the request.
    public let now: Instant
    let answers: AnswerDesk
    let asker: Connection?

    /// An answer, worked out once a snapshot.
    ///
    /// - Throws: ``Refusal``.
    public func answer(_ question: Question) async throws -> any Answer {
      try await answers.answer(question, snapshot, for: asker)
    }
  }

  /// Whom a page is for.
  public enum Audience: Sendable {
    /// Everyone who is signed in.
    case everyone
    /// Members, leads and GMs.
    case people
    /// Leads and GMs.
    case leads
    /// GMs.
    case gms
    /// Whoever comes, signed in or not: only for what tells nothing.
    case anybody
  }

  /// Adds a page at a path, such as `/plays/{play}`.
  public func page(
    _ path: String, for audience: Audience = .everyone,
    _ make: @escaping @Sendable (Look) async throws -> Response
  ) {
    let house = house
    @Sendable func answer(_ request: Request, _ visit: Visit) async throws -> Response {
      try await make(PageDoor.look(request, visit, house))
    }
    switch audience {
    case .everyone: door.allow(.flash, .get, RouterPath(path), answer)
    case .people: door.allow(.people, .get, RouterPath(path), answer)
    case .leads: door.allow(.lever, .get, RouterPath(path), answer)
    case .gms: door.allow(.all, .get, RouterPath(path), answer)
    case .anybody: door.open(.get, RouterPath(path), answer)
    }
  }

  /// Adds a file that pages need, such as the style sheet: open to all, kept by browsers for a day.
  public func asset(_ path: String, type: String, _ text: String) {
    door.open(.get, RouterPath(path)) { _, _ in
      var response = Response.content(text, type)
      response.headers[.cacheControl] = "public, max-age=86400"
      return response
    }
  }

  static func look(_ request: Request, _ visit: Visit, _ house: House) -> Look {
    var fields: [String: String] = [:]
    for (key, value) in request.uri.queryParameters { fields[String(key)] = String(value) }
    for (key, value) in visit.parameters { fields[String(key)] = String(value) }
    let visitor = visit.visitor ?? Visitor("", .viewer)
    return Look(
      viewer: Viewer(visitor: visitor, form: visit.form ?? ""), snapshot: house.newest.snapshot,
      ledger: house.ledger, fields: fields, now: house.now(), answers: house.answers,
      asker: visit.hangUp(of: request))
  }
}
