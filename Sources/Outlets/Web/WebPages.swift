internal import Facts
public import Hummingbird
public import Ledger
internal import Planning
internal import Scoreboard
internal import Surfaces

/// The pages as ``Surfaces`` makes them, each at its address.
public struct WebPages: Pages {
  private let business: String
  let notes = NoteBook()
  private let leaders = Leaders()

  /// Pages of a business, whose name stands on those that are shown before anyone is known.
  public init(business: String) { self.business = business }

  /// With the leaderboard for those who may see it.
  public func flash(_ snapshot: Snapshot, _ viewer: Viewer) -> Response {
    let page = FlashPage(flash: snapshot.flash, people: people(snapshot, viewer))
    return .html(page.html(.of(viewer, snapshot)))
  }

  /// The leaderboard for those who may see it.
  func people(_ snapshot: Snapshot, _ viewer: Viewer) -> PeopleAnswer? {
    Right.people.isOf(viewer.visitor.role) ? leaders.people(snapshot) : nil
  }

  /// Under the name that the business had at the start.
  public func signIn(problem: String?) -> Response {
    .html(SignInPage(way: .signIn, problem: problem.map(Sentence.of)).html(stranger))
  }

  /// The name is asked for where the invitation leaves it open.
  public func signUp(
    _ invitation: InvitationRecord, secret: String, problem: String?
  ) -> Response {
    let way = SignInPage.Way.signUp(key: secret, name: invitation.name)
    return .html(SignInPage(way: way, problem: problem.map(Sentence.of)).html(stranger))
  }

  /// With the navigation where somebody is known.
  public func problem(_ refusal: Refusal, visitor: Visitor?) -> Response {
    let page = ErrorPage(
      status: refusal.status.code, problem: refusal.problem, remedy: refusal.remedy)
    let frame = visitor.map { Frame(business: business, reader: .of($0, form: "")) } ?? stranger
    return .html(page.html(frame), status: refusal.status)
  }

  private var stranger: Frame { Frame(business: business, reader: nil) }

  /// `flash` and `wall` by part; any other page is told that something changed.
  public func fragments(of page: String, _ snapshot: Snapshot) -> [Fragment] {
    switch page {
    case "flash": FlashPage(flash: snapshot.flash).parts.map(Fragment.init)
    case "wall": WallPage(flash: snapshot.flash).parts.map(Fragment.init)
    case Frame.anyPage: [Fragment(id: "changed", html: "\(snapshot.number)")]
    default: []
    }
  }

  /// Assets first, then every page.
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

/// Clauses of refusals as sentences.
enum Sentence {
  /// With a capital at its beginning and a full stop at its end.
  static func of(_ clause: String) -> String {
    let text = clause.prefix(1).uppercased() + clause.dropFirst()
    return text.hasSuffix(".") ? text : text + "."
  }

  /// What is wrong and what to do about it.
  static func of(_ refusal: Refusal) -> String {
    of(refusal.problem) + " " + of(refusal.remedy)
  }
}

extension Frame {
  /// The frame of a page for a viewer.
  static func of(_ viewer: Viewer, _ snapshot: Snapshot, done: String? = nil) -> Frame {
    Frame(
      business: snapshot.plan.business, reader: .of(viewer.visitor, form: viewer.form), done: done)
  }

  /// The frame of a page for who looks.
  static func of(_ look: PageDoor.Look, done: String? = nil) -> Frame {
    of(look.viewer, look.snapshot, done: done)
  }
}

extension Reader {
  /// What a role may see and do on pages. The routes refuse the rest all the same.
  static func of(_ visitor: Visitor, form: String) -> Reader {
    Reader(
      name: visitor.name, role: visitor.role.rawValue, csrf: form,
      sections: Section.allCases.filter { $0.right.isOf(visitor.role) },
      may: Set(Permission.allCases.filter { $0.right.isOf(visitor.role) }))
  }
}

extension Section {
  /// What its page asks of whoever comes.
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
  /// What the change asks of whoever makes it.
  var right: Right {
    switch self {
    case .declarePlays, .writeNotes: .lever
    case .changeData, .applyPlan, .changeAccess: .all
    }
  }
}
