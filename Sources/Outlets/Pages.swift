public import Hummingbird
public import Ledger
public import Surfaces

/// The pages that people see. Every page is a pure function of its contents; this is its interface
/// to the server.
public protocol Pages: Sendable {
  /// The Flash (`/`).
  func flash(_ snapshot: Snapshot, _ viewer: Viewer) -> Response
  /// The sign-in page, with the last attempt's problem.
  func signIn(problem: String?) -> Response
  /// The sign-up page of an invitation, with the last attempt's problem.
  func signUp(_ invitation: InvitationRecord, secret: String, problem: String?) -> Response
  /// An error as a page.
  func problem(_ refusal: Refusal, visitor: Visitor?) -> Response
  /// The page that a form was sent from, with the outcome.
  ///
  /// Forms that succeed otherwise (a note written, a play declared, a row taken in) redirect to
  /// their page: `.see("/chronicle")`.
  func page(of outcome: FormOutcome, _ look: PageDoor.Look) async throws -> Response
  /// The parts of a page that change with the facts. `page` is the value in `/live?page=`.
  func fragments(of page: String, _ snapshot: Snapshot) -> [Fragment]
  /// Adds every other page.
  func add(to door: PageDoor)
}

/// The outcome of a form, which its page must show.
public enum FormOutcome: Sendable {
  /// A draft of the plan, with every problem, its remarks, or its changes. The form has `plan`, and
  /// `do` = `check`, `diff` or `apply`. Once applied the outcome is `.applied`.
  case plan(text: String, PlanPage.Finding)
  /// A plan was put in force: `Version 2 is in force: …`.
  case applied(String)
  /// A file was imported (`source`, `file`).
  case imported(file: String, ImportSummary)
  /// A corrected row (`row`) is still refused.
  case row(QuarantinedRow, problem: String)
  /// A play was not declared; the fields as they were filled in.
  case play(fields: [String: String], Refusal)
  /// A note was not written.
  case note(text: String, Refusal)
  /// A sign-up link or token, which is shown only once: `The link for mia`.
  case secret(what: String, String)
}

/// The person who views a page.
public struct Viewer: Sendable {
  /// The viewer's name and role.
  public let visitor: Visitor
  /// The CSRF token that every form must carry as the field `csrf`; empty for a token.
  public let form: String
}

/// A part of a page that changes: the inner HTML of the element with an id.
public struct Fragment: Hashable, Sendable {
  /// The element's `id`.
  public let id: String
  /// Its new inner HTML.
  public let html: String

  /// Creates a fragment.
  public init(id: String, html: String) {
    self.id = id
    self.html = html
  }
}
