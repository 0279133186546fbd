public import Scoreboard
internal import Facts

/// The plays page: each play's verdict, and a form to declare another.
public struct PlaysPage: Sendable {
  let plays: PlaysAnswer
  let draft: Draft?
  /// The number of the shown page, counted from 1.
  let page: Int

  /// Plays per page.
  static let perPage = 100

  /// A declaration that was refused, and why.
  public struct Draft: Sendable {
    /// The values that were typed, by field name.
    public let fields: [String: String]
    /// The problem and its remedy.
    public let problem: String

    /// Creates a draft.
    public init(fields: [String: String], problem: String) {
      self.fields = fields
      self.problem = problem
    }
  }

  /// Creates the page from the verdicts of a day's close.
  ///
  /// A page number out of range shows the nearest page.
  public init(plays: PlaysAnswer, draft: Draft? = nil, page: Int = 1) {
    self.plays = plays
    self.draft = draft
    self.page = max(1, min(page, PlaysPage.pages(plays.plays.count)))
  }

  private static func pages(_ count: Int) -> Int { max(1, (count + perPage - 1) / perPage) }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    let form: HTML =
      frame.reader.map { reader in
        reader.may.contains(.declarePlays)
          ? PlayForm(reader: reader, today: plays.heading.asOf.advanced(by: 1), draft: draft).html
          : .nothing
      } ?? .nothing
    return frame.page("Plays", .plays, "\(HTML.sections(parts))\(form)")
  }

  var parts: [Part] {
    [Part("plays-head", head), Part("plays-list", "Every play, launched last first", list)]
  }

  private var head: HTML {
    """
    <h1>\(plays.plays.isEmpty ? "No play has been declared" : plays.headline)</h1>
    <p class="deck">After the close of \(Wording.long(plays.heading.asOf)). \(plays.reliability)</p>
    """
  }

  /// Links to the previous and next page; empty if one page holds all.
  private func pager(_ count: Int) -> HTML {
    let pages = PlaysPage.pages(count)
    guard pages > 1 else { return .nothing }
    let links = [("before", page - 1), ("after", page + 1)].map { word, page -> HTML in
      (1...pages).contains(page)
        ? " <a href=\"/plays?page=\(page)\">the hundred \(word)</a>" : .nothing
    }
    return "<p class=\"note\">Page \(page) of \(pages).\(links)</p>"
  }

  private var list: HTML {
    guard !plays.plays.isEmpty else {
      return
        "<p class=\"empty\">Create a play below, with a holdout: customers held out at random. "
        + "Without one no play can be proven to work.</p>"
    }
    let scale = LiftScale(plays: plays.plays)
    var table = PageTable(
      "Plays and their verdicts",
      [
        .words("play"), .words("verdict"), .words("lever", wide: true), .words("grade", wide: true),
        .words("lift (95% confidence interval)").holding("bar third wide"),
        .words("decided", wide: true).holding("keep"),
      ])
    for play in plays.plays.dropFirst((page - 1) * PlaysPage.perPage).prefix(PlaysPage.perPage) {
      table.add([
        """
        <a href="\(Address.play(play.terms.play.text))"><b>\(play.terms.name)</b></a>\
        <br><span class="note">\(play.sentence)</span>
        """,
        play.verdict.badge, "\(play.terms.lever?.rawValue ?? "none")", "\(play.grade.rawValue)",
        scale.drawn(play),
        "\(play.decidedOn.map(Wording.dated) ?? play.readyBy.map { "by about \(Wording.brief($0))" } ?? "–")",
      ])
    }
    return table.html + pager(plays.plays.count) + """
      <p class="note">Solid line: no effect. Dotted: smallest worthwhile lift. Grade A: random holdout. \
      B: assigned by a rule. C: no holdout, so nothing is proven.</p>
      """
  }
}

/// The form that declares a play.
struct PlayForm {
  let reader: Reader
  let today: CalendarDay
  let draft: PlaysPage.Draft?

  private func typed(_ name: String, _ usual: String = "") -> String {
    draft?.fields[name] ?? usual
  }

  private func field(_ label: HTML, _ name: String, _ more: HTML = .nothing, _ usual: String = "")
    -> HTML
  {
    "<label>\(label)<input name=\"\(name)\" value=\"\(typed(name, usual))\"\(more)></label>"
  }

  private func choice(_ label: String, _ name: String, _ offered: [String]) -> HTML {
    let options = offered.map { word -> HTML in
      let chosen: HTML = word == typed(name) ? " selected" : .nothing
      return "<option\(chosen)>\(word)</option>"
    }
    return "<label>\(label)<select name=\"\(name)\">\(options)</select></label>"
  }

  var html: HTML {
    let problem: HTML =
      draft.map { "<div class=\"told-off\" role=\"alert\"><p>\($0.problem)</p></div>" } ?? .nothing
    return """
      <section id="new"><h2>Create a play</h2>\(problem)
      <form method="post" action="/plays">\(reader.token)<div class="fields">
      \(field("Id <small>as touches name it</small>", "play", " required"))
      \(field("Name", "name"))
      \(choice("Lever", "lever", Lever.allCases.map(\.rawValue)))
      \(field("Owner", "owner"))
      \(field("From", "from", " type=\"date\" required", today.description))
      \(field("To <small>if it ends</small>", "to", " type=\"date\""))
      \(choice("Metric", "goal", PlayDeclaration.Goal.allCases.map(\.rawValue)))
      \(field("Window <small>days after it reached someone</small>", "window", " inputmode=\"numeric\""))
      \(field("Smallest worthwhile lift", "worthwhile", .nothing, "10%"))
      \(field("Holdout <small>held out at random</small>", "holdout", .nothing, "10%"))
      \(field("Budget", "budget", " inputmode=\"decimal\""))
      <label class="whole-row">Why it should work<textarea name="hypothesis">\(typed("hypothesis"))\
      </textarea></label></div>
      <p class="note">Metric, window, smallest worthwhile lift and holdout are fixed at launch; to change \
      them create another play.</p>
      <div class="actions"><button>Create play</button></div></form></section>
      """
  }
}
