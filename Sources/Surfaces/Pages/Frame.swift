/// A place that the navigation leads to.
public enum Section: String, CaseIterable, Sendable {
  case flash, plays, levers, customers, forecast, people, chronicle, data, plan, wall, users, audit

  /// Its address.
  public var path: String { self == .flash ? "/" : "/\(rawValue)" }

  /// Its name in the navigation.
  var name: String { self == .flash ? "Flash" : Wording.capital(rawValue) }
}

/// Whoever is signed in, as pages need to know them.
public struct Reader: Sendable, Hashable {
  /// As pages greet them.
  public let name: String
  /// Of the role, in a word: `gm`, `lead`.
  public let role: String
  /// What every form carries, so that no other site can send one.
  public let csrf: String
  /// What the role may see, in the order of the navigation.
  public let sections: [Section]
  /// Whether the role may declare plays, write notes, and so on; see ``Permission``.
  public let may: Set<Permission>

  /// What a page offers beyond reading.
  public enum Permission: Sendable, Hashable, CaseIterable {
    /// Declare and stop plays.
    case declarePlays
    /// Write into the Chronicle.
    case writeNotes
    /// Import files, mend and drop rows.
    case changeData
    /// Apply a plan.
    case applyPlan
    /// Add and revoke users and tokens.
    case changeAccess
  }

  /// A reader from what the server knows of them.
  public init(
    name: String, role: String, csrf: String, sections: [Section], may: Set<Permission>
  ) {
    self.name = name
    self.role = role
    self.csrf = csrf
    self.sections = sections
    self.may = may
  }

  /// The hidden field that every form begins with.
  var token: HTML { "<input type=\"hidden\" name=\"csrf\" value=\"\(csrf)\">" }
}

/// A part of a page that is put in the place of its older version while the page is open.
public struct Part: Sendable, Hashable {
  /// The `id` of its element.
  public let id: String
  /// What is in the element.
  public let content: HTML
  private let mark: HTML

  /// A section without a heading of its own.
  init(_ id: String, _ content: HTML) { self.init(id, "", class: "", content) }

  /// A section of a page, with a heading unless it is empty.
  init(_ id: String, _ heading: String, class name: String = "", _ content: HTML) {
    self.id = id
    mark = name.isEmpty ? .nothing : " class=\"\(name)\""
    let title: HTML = heading.isEmpty ? .nothing : "<h2>\(heading)</h2>\n"
    self.content = "\n\(title)\(content)\n"
  }

  /// The element.
  var html: HTML { "<section id=\"\(id)\"\(mark) data-part>\(content)</section>\n" }
}

/// What stands around every page: the masthead, the navigation, the foot.
public struct Frame: Sendable {
  /// The name of the business.
  public let business: String
  /// Nil before anyone has signed in.
  public let reader: Reader?
  /// What happened by the request before, to be said once; nil where nothing did.
  public let done: String?

  /// A frame for a reader.
  public init(business: String, reader: Reader?, done: String? = nil) {
    self.business = business
    self.reader = reader
    self.done = done
  }

  /// How a page learns of new facts.
  enum Liveness {
    /// Its parts are sent to it, by its name at the live feed.
    case sent(String)
    /// It is told that something changed, and asks for itself again.
    case asked
    /// It does not.
    case still

    /// Where it listens; nil where it does not.
    var address: String? {
      switch self {
      case .sent(let name): "/live?page=\(name)"
      case .asked: "/live?page=\(Frame.anyPage)"
      case .still: nil
      }
    }
  }

  /// The name at the live feed under which any page hears that something changed.
  public static let anyPage = "any"

  /// A whole page as it is sent.
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
      <a class="skip" href="#main">To the content</a>
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
      reader.csrf.isEmpty
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
