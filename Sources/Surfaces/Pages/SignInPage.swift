/// The pages that let a person in: sign-in, and sign-up by a link.
public struct SignInPage: Sendable {
  let way: Way
  let problem: String?
  let name: String?

  /// The kind of form.
  public enum Way: Sendable, Hashable {
    /// Signing in with name and password.
    case signIn
    /// Signing up with a link's key, from the first start or an invitation; `name` if the link
    /// fixes it.
    case signUp(key: String, name: String?)
  }

  /// The fewest characters of a new password, as the form says.
  public static let shortestPassword = 12

  /// Creates a form. `problem` says why the last attempt failed, `name` is the text that was typed.
  public init(way: Way, problem: String? = nil, name: String? = nil) {
    self.way = way
    self.problem = problem
    self.name = name
  }

  /// The page for a person who has not signed in.
  public func html(_ frame: Frame) -> String {
    frame.page(title, nil, live: .still, "<div class=\"narrow\">\(content)</div>")
  }

  private var title: String {
    switch way {
    case .signIn: "Sign in"
    case .signUp(_, nil): "Choose your name and password"
    case .signUp: "Choose your password"
    }
  }

  private var isNew: Bool { way != .signIn }

  private var content: HTML {
    let told: HTML =
      problem.map { "<div class=\"told-off\" role=\"alert\"><p>\($0)</p></div>" } ?? .nothing
    let hint: HTML =
      isNew ? " <small>at least \(SignInPage.shortestPassword) characters</small>" : .nothing
    return """
      <h1>\(title)</h1>\(told)
      <form method="post" action="\(isNew ? "/sign-up" : "/sign-in")">\(key)
      <div class="fields">
      \(nameField)
      <label class="whole-row">Password\(hint)<input name="password" type="password" required \
      autocomplete="\(isNew ? "new-password" : "current-password")"></label>
      </div>
      <div class="actions"><button>\(isNew ? "Create account" : "Sign in")</button></div>
      </form>
      """
  }

  private var key: HTML {
    guard case .signUp(let key, _) = way else { return .nothing }
    return "<input type=\"hidden\" name=\"key\" value=\"\(key)\">"
  }

  private var nameField: HTML {
    if case .signUp(_, let fixed?) = way {
      return "<p class=\"whole-row\">You will sign in as <b>\(fixed)</b>.</p>"
    }
    return """
      <label class="whole-row">Name<input name="name" autocomplete="username" required autofocus \
      value="\(name ?? "")"></label>
      """
  }
}

/// A page that shows an error and its remedy.
public struct ErrorPage: Sendable {
  let status: Int
  let problem: String
  let remedy: String

  /// Creates the page; problem and remedy are a clause each, without full stops.
  public init(status: Int, problem: String, remedy: String) {
    self.status = status
    self.problem = problem
    self.remedy = remedy
  }

  /// The page for a reader, or for a person who has not signed in.
  public func html(_ frame: Frame) -> String {
    frame.page(
      "\(status)", nil, live: .still,
      """
      <h1>\(Wording.capital(problem))</h1>
      <p class="deck">\(Wording.capital(remedy)).</p>
      <p class="note">Status \(status). <a href="/">To the Flash</a></p>
      """)
  }
}
