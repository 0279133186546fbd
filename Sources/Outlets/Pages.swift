public import Hummingbird
public import Ledger

/// How people see the server. Every page is a pure function of what it shows; this is where the server
/// meets them.
public protocol Pages: Sendable {
  /// The Flash (`/`).
  func flash(_ snapshot: Snapshot, _ viewer: Viewer) -> Response
  /// Sign in, with what went wrong before.
  func signIn(problem: String?) -> Response
  /// Sign up by an invitation, with what went wrong before.
  func signUp(_ invitation: InvitationRecord, secret: String, problem: String?) -> Response
  /// An error as a person reads it.
  func problem(_ refusal: Refusal, visitor: Visitor?) -> Response
  /// The parts of a page that change with the facts. `page` is what the page asks `/live?page=` for.
  func fragments(of page: String, _ snapshot: Snapshot) -> [Fragment]
  /// Adds every other page.
  func add(to door: PageDoor)
}

/// Who looks at a page.
public struct Viewer: Sendable {
  /// Name and role.
  public let visitor: Visitor
  /// What every form on the page must carry as the field `csrf`; empty where a token asks.
  public let form: String
}

/// A part of a page that changes: the HTML inside the element of an id.
public struct Fragment: Hashable, Sendable {
  /// The element's `id`.
  public let id: String
  /// Its new inner HTML.
  public let html: String

  /// A fragment.
  public init(id: String, html: String) {
    self.id = id
    self.html = html
  }
}
