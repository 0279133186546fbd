/// The ways in: signing in, and the first user's or an invited one's first password.
public struct SignInPage: Sendable {
  let way: Way
  let problem: String?
  let name: String?
  let csrf: String

  /// Which way in.
  public enum Way: Sendable, Hashable {
    /// With a name and a password.
    case signIn
    /// With the one-time link that the first start prints, or an invitation holds.
    case signUp(link: String)
  }

  /// A form; `problem` says why the last try did not succeed, `name` is what was typed.
  public init(way: Way, csrf: String, problem: String? = nil, name: String? = nil) {
    self.way = way
    self.csrf = csrf
    self.problem = problem
    self.name = name
  }

  /// The page before anyone is known.
  public func html(_ frame: Frame) -> String {
    frame.page(title, nil, live: .still, "<div class=\"narrow\">\(content)</div>")
  }

  private var title: String {
    switch way {
    case .signIn: "Sign in"
    case .signUp: "Choose your name and password"
    }
  }

  private var content: HTML {
    let told: HTML =
      problem.map { "<div class=\"told-off\" role=\"alert\"><p>\($0)</p></div>" } ?? .nothing
    let isNew = way != .signIn
    let action =
      if case .signUp(let link) = way { "/sign-up/\(Address.encoded(link))" } else { "/sign-in" }
    let hint: HTML = isNew ? " <small>at least 12 characters</small>" : .nothing
    return """
      <h1>\(title)</h1>\(told)
      <form method="post" action="\(action)"><input type="hidden" name="csrf" value="\(csrf)">
      <div class="fields">
      <label class="whole-row">Name<input name="name" autocomplete="username" required autofocus \
      value="\(name ?? "")"></label>
      <label class="whole-row">Password\(hint)<input name="password" type="password" required \
      autocomplete="\(isNew ? "new-password" : "current-password")"></label>
      </div>
      <div class="actions"><button>\(isNew ? "Begin" : "Sign in")</button></div>
      </form>
      """
  }
}

/// A page that says that something went wrong, and what to do about it.
public struct ErrorPage: Sendable {
  let status: Int
  let problem: String
  let remedy: String

  /// What was wrong and what to do about it, a sentence each.
  public init(status: Int, problem: String, remedy: String) {
    self.status = status
    self.problem = problem
    self.remedy = remedy
  }

  /// The page for a reader, or for nobody known.
  public func html(_ frame: Frame) -> String {
    frame.page(
      "\(status)", nil, live: .still,
      """
      <h1>\(problem)</h1>
      <p class="deck">\(remedy)</p>
      <p class="note">Status \(status). <a href="/">To the Flash</a></p>
      """)
  }
}
