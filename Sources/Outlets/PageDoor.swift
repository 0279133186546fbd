public import Facts
internal import HTTPTypes
public import Hummingbird
public import Ledger
public import Operations
public import Surfaces

/// Adds pages to the server, with the audience of each: one call per page.
public struct PageDoor {
  let door: Door
  /// The server's parts.
  let house: House

  /// The inputs of a page.
  public struct Context: Sendable {
    /// The person who views the page.
    public let viewer: Viewer
    /// The newest snapshot.
    public let snapshot: Snapshot
    /// The ledger, for contents that no answer has: users, audit, quarantine, imports, plans.
    public let ledger: FactLedger
    /// Path parameters and query fields, by name.
    public let fields: [String: String]
    /// The time of the request.
    public let now: Instant
    let answers: AnswerDesk
    let asker: Connection?

    /// Computes an answer, once per snapshot.
    ///
    /// - Throws: As `Answers` does.
    public func answer(_ request: AnswerRequest) async throws -> any Answer {
      try await answers.answer(request, snapshot, for: asker)
    }
  }

  /// The people who may see a page.
  public enum Audience: Sendable {
    /// Everyone who is signed in.
    case everyone
    /// Members, leads and GMs.
    case people
    /// Leads and GMs.
    case leads
    /// GMs.
    case gms
    /// Anyone, signed in or not: only for pages that reveal nothing.
    case anybody
  }

  /// Adds a page at a path, such as `/plays/{play}`.
  public func page(
    _ path: String, for audience: Audience = .everyone,
    _ make: @escaping @Sendable (Context) async throws -> Response
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

  /// Adds a file that pages need, such as the style sheet. Open to all; browsers cache it for a
  /// day.
  public func asset(_ path: String, type: String, _ text: String) {
    door.open(.get, RouterPath(path)) { _, _ in
      var response = Response.content(text, type)
      response.headers[.cacheControl] = "public, max-age=86400"
      return response
    }
  }

  static func look(_ request: Request, _ visit: Visit, _ house: House) -> Context {
    var fields: [String: String] = [:]
    for (key, value) in request.uri.queryParameters { fields[String(key)] = String(value) }
    for (key, value) in visit.parameters { fields[String(key)] = String(value) }
    let visitor = visit.visitor ?? Visitor("", .viewer)
    return Context(
      viewer: Viewer(visitor: visitor, csrfToken: visit.csrfToken ?? ""),
      snapshot: house.newest.snapshot,
      ledger: house.ledger, fields: fields, now: house.now(), answers: house.answers,
      asker: visit.hangUp(of: request))
  }
}
