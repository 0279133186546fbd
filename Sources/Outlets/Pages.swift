public import Hummingbird
public import Ledger
public import Surfaces

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
  /// The page that a form was sent from, with what came of it. Forms that are done with otherwise (a note
  /// written, a play declared, a row taken in) lead on to their page: `.see("/chronicle")`.
  func page(of outcome: FormOutcome, _ look: PageDoor.Look) async throws -> Response
  /// The parts of a page that change with the facts. `page` is what the page asks `/live?page=` for.
  func fragments(of page: String, _ snapshot: Snapshot) -> [Fragment]
  /// Adds every other page.
  func add(to door: PageDoor)
}

/// What came of a form that a page must show.
public enum FormOutcome: Sendable {
  /// A draft of the plan (`plan`, with `do` = `check`, `diff` or `apply`): every problem, what is worth a look,
  /// or what it would change. Once applied: `.applied`.
  case plan(text: String, PlanPage.Finding)
  /// A plan was put in force: `Version 2 is in force: …`.
  case applied(String)
  /// A file was taken in (`source`, `file`).
  case imported(file: String, ImportSummary)
  /// A row was mended (`row`) and is still refused.
  case row(QuarantinedRow, problem: String)
  /// A play was not declared; its fields as they were filled in.
  case play(fields: [String: String], Refusal)
  /// A note was not written.
  case note(text: String, Refusal)
  /// A sign-up link or a token was made, which is shown this once: `The link for mia`.
  case secret(what: String, String)
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
