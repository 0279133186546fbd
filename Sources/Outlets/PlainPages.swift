public import Hummingbird
public import Ledger
internal import Surfaces

/// Pages in plain HTML without styles: the terminal's text.
public struct PlainPages: Pages {
  /// Creates the pages.
  public init() {}

  /// The terminal's Flash as a page.
  public func flash(_ snapshot: Snapshot, _ viewer: Viewer) -> Response {
    let text = PlainPages.escaped(snapshot.flash.text(colour: false))
    let out =
      viewer.form.isEmpty
      ? ""
      : "<form method=\"post\" action=\"/sign-out\">"
        + "<input type=\"hidden\" name=\"csrf\" value=\"\(viewer.form)\">"
        + "<button>Sign out</button></form>"
    return PlainPages.page("Flash", "<pre id=\"flash\">\(text)</pre>\(out)")
  }

  /// A form with name and password.
  public func signIn(problem: String?) -> Response {
    PlainPages.page(
      "Sign in",
      PlainPages.said(problem) + "<form method=\"post\" action=\"/sign-in\">"
        + "<p><label>Name <input name=\"name\" autocomplete=\"username\" required></label></p>"
        + "<p><label>Password <input name=\"password\" type=\"password\" "
        + "autocomplete=\"current-password\" required></label></p>"
        + "<button>Sign in</button></form>")
  }

  /// A form with name and password; only the password if the invitation names the user.
  public func signUp(
    _ invitation: InvitationRecord, secret: String, problem: String?
  ) -> Response {
    let name =
      invitation.name.map { "<p>\(PlainPages.escaped($0))</p>" }
      ?? "<p><label>Name <input name=\"name\" autocomplete=\"username\" required></label></p>"
    return PlainPages.page(
      "Sign up",
      PlainPages.said(problem) + "<form method=\"post\" action=\"/sign-up\">\(name)"
        + "<input type=\"hidden\" name=\"key\" value=\"\(PlainPages.escaped(secret))\">"
        + "<p><label>Password <input name=\"password\" type=\"password\" "
        + "autocomplete=\"new-password\" required minlength=\"\(Password.shortest)\"></label></p>"
        + "<button>Sign up</button></form>")
  }

  /// The problem and its remedy.
  public func problem(_ refusal: Refusal, visitor: Visitor?) -> Response {
    var page = PlainPages.page(
      refusal.status.reasonPhrase,
      "<p>\(PlainPages.escaped(refusal.problem)).</p><p>\(PlainPages.escaped(refusal.remedy)).</p>")
    page.status = refusal.status
    return page
  }

  /// The outcome as text.
  public func page(of outcome: FormOutcome, _ look: PageDoor.Look) async throws -> Response {
    let text =
      switch outcome {
      case .plan(_, .refused(let lines)), .plan(_, .sound(let lines)),
        .plan(_, .differs(let lines)):
        lines.joined(separator: "\n")
      case .applied(let text), .row(_, let text): text
      case .imported(_, let summary): summary.text
      case .play(_, let refusal), .note(_, let refusal): refusal.problem + "\n" + refusal.remedy
      case .secret(let what, let secret): what + "\n" + secret
      }
    return PlainPages.page("Done", "<pre>\(PlainPages.escaped(text))</pre>")
  }

  /// The Flash's text, for the page `flash` only.
  public func fragments(of page: String, _ snapshot: Snapshot) -> [Fragment] {
    guard page == "flash" else { return [] }
    return [
      Fragment(id: "flash", html: PlainPages.escaped(snapshot.flash.text(colour: false)))
    ]
  }

  /// Adds no further pages.
  public func add(to door: PageDoor) {}

  private static func said(_ problem: String?) -> String {
    problem.map { "<p role=\"alert\">\(escaped($0)).</p>" } ?? ""
  }

  private static func page(_ title: String, _ body: String) -> Response {
    .html(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>\(escaped(title))</title>"
        + "<meta name=\"viewport\" content=\"width=device-width\"><main>\(body)</main></html>\n")
  }

  static func escaped(_ text: String) -> String {
    var html = ""
    for character in text {
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      default: html.append(character)
      }
    }
    return html
  }
}
