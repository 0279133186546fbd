/// A page in the navigation.
public enum Section: String, CaseIterable, Sendable {
  case flash, plays, levers, customers, forecast, people, chronicle, data, plan, wall, users, audit

  /// The page's path.
  public var path: String { self == .flash ? "/" : "/\(rawValue)" }

  /// The page's name in the navigation.
  var name: String { self == .flash ? "Flash" : Wording.capital(rawValue) }
}

/// The signed-in person, as pages see them.
public struct Reader: Sendable, Hashable {
  /// The name that pages show.
  public let name: String
  /// The role in a word: `gm`, `lead`.
  public let role: String
  /// The CSRF token that every form carries, so that no other site can send one.
  public let csrfToken: String
  /// The pages that the role may see, in the order of the navigation.
  public let sections: [Section]
  /// The changes that the role may make; see ``Permission``.
  public let may: Set<Permission>

  /// A change that pages offer.
  public enum Permission: Sendable, Hashable, CaseIterable {
    /// Declare and stop plays.
    case declarePlays
    /// Write in the Chronicle.
    case writeNotes
    /// Import files, fix and drop rows.
    case changeData
    /// Apply a plan.
    case applyPlan
    /// Add and revoke users and tokens.
    case changeAccess
  }

  /// Creates a reader from what the server knows of a person.
  public init(
    name: String, role: String, csrfToken: String, sections: [Section], may: Set<Permission>
  ) {
    self.name = name
    self.role = role
    self.csrfToken = csrfToken
    self.sections = sections
    self.may = may
  }

  /// The hidden field that every form begins with.
  var token: HTML { "<input type=\"hidden\" name=\"csrf\" value=\"\(csrfToken)\">" }
}

/// A section of a page that is replaced by newer versions while the page is open.
public struct Part: Sendable, Hashable {
  /// The `id` of its element.
  public let id: String
  /// The content of the element.
  public let content: HTML
  private let mark: HTML

  /// Creates a section without a heading.
  init(_ id: String, _ content: HTML) { self.init(id, "", class: "", content) }

  /// Creates a section; an empty heading is omitted.
  init(_ id: String, _ heading: String, class name: String = "", _ content: HTML) {
    self.id = id
    mark = name.isEmpty ? .nothing : " class=\"\(name)\""
    let title: HTML = heading.isEmpty ? .nothing : "<h2>\(heading)</h2>\n"
    self.content = "\n\(title)\(content)\n"
  }

  /// The element.
  var html: HTML { "<section id=\"\(id)\"\(mark) data-part>\(content)</section>\n" }
}

/// The frame of every page: masthead and navigation.
public struct Frame: Sendable {
  /// The name of the business.
  public let business: String
  /// The reader; nil before anyone has signed in.
  public let reader: Reader?
  /// A message about the last request, shown once; nil if none.
  public let done: String?

  /// Creates a frame for a reader.
  public init(business: String, reader: Reader?, done: String? = nil) {
    self.business = business
    self.reader = reader
    self.done = done
  }

  /// The way in which a page learns of new facts.
  enum Liveness {
    /// The live feed sends its parts, under this name.
    case sent(String)
    /// The live feed sends only a signal, and the page loads itself again.
    case asked
    /// The page does not change.
    case still

    /// The address of its live feed; nil if it has none.
    var address: String? {
      switch self {
      case .sent(let name): "/live?page=\(name)"
      case .asked: "/live?page=\(Frame.anyPage)"
      case .still: nil
      }
    }
  }

  /// The live feed's name for pages that only need the signal.
  public static let anyPage = "any"

  /// Renders a complete page.
  func page(
    _ title: String, _ section: Section?, live: Liveness = .asked, _ body: HTML
  ) -> String {
    let address = reader == nil ? nil : live.address
    let page: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title) · \(business)</title>
      <link rel="stylesheet" href="\(Asset.style.path)">
      <script src="\(Asset.script.path)" defer></script>
      </head>
      <body\(reader.map { " class=\"is-\($0.role)\"" as HTML } ?? .nothing)\(address.map { " data-live=\"\($0)\"" as HTML } ?? .nothing)>
      <a class="skip" href="#main">Skip to content</a>
      \(masthead(section, address != nil))
      <main id="main">
      \(done.map { "<div class=\"done\" role=\"status\"><p>\($0)</p></div>" } ?? .nothing as HTML)
      \(body)
      </main>
      </body>
      </html>

      """
    return page.text
  }

  private func masthead(_ section: Section?, _ isLive: Bool) -> HTML {
    """
    <header class="masthead">
    <div class="title"><a class="business" href="/">\(business)</a>\
    \(reader.map { readerLine($0, isLive) } ?? .nothing)</div>
    \(reader.map { navigation($0, section) } ?? .nothing)
    </header>
    """
  }

  private func readerLine(_ reader: Reader, _ isLive: Bool) -> HTML {
    let state: HTML = isLive ? "<span class=\"live-state\" id=\"live-state\"></span>" : .nothing
    let signOut: HTML =
      reader.csrfToken.isEmpty
      ? .nothing
      : """
      <form method="post" action="/sign-out">\(reader.token)<button class="plain">Sign out</button></form>
      """
    return """
      <div class="reader">\(state)<span>\(reader.name), \(reader.role)</span>\(signOut)</div>
      """
  }

  private func navigation(_ reader: Reader, _ section: Section?) -> HTML {
    let links = reader.sections.map { entry -> HTML in
      let current: HTML = entry == section ? " aria-current=\"page\"" : .nothing
      return "<li><a href=\"\(entry.path)\"\(current)>\(entry.name)</a></li>"
    }
    return """
      <nav class="sections" aria-label="Sections"><ul>\(links)</ul></nav>
      """
  }
}
