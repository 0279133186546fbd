internal import Facts
public import Hummingbird
public import Ledger
internal import Planning
internal import Scoreboard
internal import Surfaces
internal import Operations

/// The pages of ``Surfaces``, each at its address.
public struct WebPages: Sendable {
  private let business: String
  let notes = NoteBook()
  private let leaders = LeaderboardCache()

  /// Creates the pages of a business. Its name is shown before anyone has signed in.
  public init(business: String) { self.business = business }

  /// The Flash, with the leaderboard for viewers who may see it.
  public func flash(_ snapshot: Snapshot, _ viewer: Viewer) -> Response {
    let page = FlashPage(flash: snapshot.flash, people: people(snapshot, viewer))
    return .html(page.html(.of(viewer, snapshot)))
  }

  /// The leaderboard, or nil for viewers who may not see it.
  func people(_ snapshot: Snapshot, _ viewer: Viewer) -> PeopleAnswer? {
    Right.people.isOf(viewer.visitor.role) ? leaders.people(snapshot) : nil
  }

  /// The sign-in page, with the business's name at the server's start.
  public func signIn(problem: String?) -> Response {
    .html(SignInPage(way: .signIn, problem: problem.map(Sentence.of)).html(stranger))
  }

  /// The sign-up page; it asks for a name if the invitation has none.
  public func signUp(
    _ invitation: InvitationRecord, secret: String, problem: String?
  ) -> Response {
    let way = SignInPage.Way.signUp(key: secret, name: invitation.name)
    return .html(SignInPage(way: way, problem: problem.map(Sentence.of)).html(stranger))
  }

  /// The error page, with navigation if the visitor is signed in.
  public func problem(_ refusal: Refusal, visitor: Visitor?) -> Response {
    let page = ErrorPage(
      status: refusal.status.code, problem: refusal.problem, remedy: refusal.remedy)
    let frame =
      visitor.map { Frame(business: business, reader: .of($0, csrfToken: "")) } ?? stranger
    return .html(page.html(frame), status: refusal.status)
  }

  private var stranger: Frame { Frame(business: business, reader: nil) }

  /// The parts of `flash` and `wall`; other pages only learn that something changed.
  public func fragments(of page: String, _ snapshot: Snapshot) -> [Fragment] {
    switch page {
    case "flash": FlashPage(flash: snapshot.flash).parts.map(Fragment.init)
    case "wall": WallPage(flash: snapshot.flash).parts.map(Fragment.init)
    case Frame.anyPage: [Fragment(id: "changed", html: "\(snapshot.number)")]
    default: []
    }
  }

  /// Adds the assets, then every page.
  public func add(to door: PageDoor) {
    for asset in Asset.allCases {
      door.asset(asset.path, type: asset.mediaType, String(decoding: asset.bytes, as: UTF8.self))
    }
    leaders.begin(door.house.answers, door.house.newest.snapshot)
    addAnswers(door)
    addPlays(door)
    addPeople(door)
    addData(door)
    addAccess(door)
  }
}

extension Fragment {
  fileprivate init(_ part: Part) { self.init(id: part.id, html: part.content.text) }
}

/// Turns clauses of refusals into sentences.
enum Sentence {
  /// Adds a capital letter at the start and a full stop at the end.
  static func of(_ clause: String) -> String {
    let text = clause.prefix(1).uppercased() + clause.dropFirst()
    return text.hasSuffix(".") ? text : text + "."
  }

  /// The problem and the remedy as two sentences.
  static func of(_ refusal: Refusal) -> String {
    of(refusal.problem) + " " + of(refusal.remedy)
  }
}

extension Frame {
  /// The frame of a page for a viewer.
  static func of(_ viewer: Viewer, _ snapshot: Snapshot, done: String? = nil) -> Frame {
    Frame(
      business: snapshot.plan.business, reader: .of(viewer.visitor, csrfToken: viewer.csrfToken),
      done: done)
  }

  /// The frame of a page for the viewer of a request.
  static func of(_ look: PageDoor.Context, done: String? = nil) -> Frame {
    of(look.viewer, look.snapshot, done: done)
  }
}

extension Reader {
  /// The reader of a page, with the sections and changes that a role may use. The routes check them
  /// again.
  static func of(_ visitor: Visitor, csrfToken: String) -> Reader {
    Reader(
      name: visitor.name, role: visitor.role.rawValue, csrfToken: csrfToken,
      sections: Section.allCases.filter { $0.right.isOf(visitor.role) },
      may: Set(Permission.allCases.filter { $0.right.isOf(visitor.role) }))
  }
}

extension Section {
  /// The right that the section's page requires.
  var right: Right {
    switch self {
    case .flash, .wall: .flash
    case .people: .people
    case .plays, .levers, .customers, .forecast, .chronicle: .lever
    case .data, .plan, .users, .audit: .all
    }
  }
}

extension Reader.Permission {
  /// The right that the change requires.
  var right: Right {
    switch self {
    case .declarePlays, .writeNotes: .lever
    case .changeData, .applyPlan, .changeAccess: .all
    }
  }
}
