public import Facts
internal import Intake
public import Ledger

/// The data page: sources, imports, and rows in quarantine.
public struct DataPage: Sendable {
  let sources: [SourceLine]
  let imports: [ImportRecord]
  let quarantine: [QuarantinedRow]
  let waitingRows: Int
  let after: Int
  let facts: Int
  let zone: Zone

  /// A source for imports by hand.
  public struct SourceLine: Sendable, Hashable {
    /// The name of the plan's source or of the preset.
    public let name: String
    /// The contents that it reads, in a clause.
    public let about: String
    /// The origin of its definition.
    public let origin: Origin

    /// The origin of a source's definition.
    public enum Origin: String, Sendable {
      /// Fulcrum's own facts.
      case own = "Fulcrum"
      /// The active plan.
      case plan = "the plan"
      /// A preset that comes with Fulcrum.
      case preset = "a preset"
    }

    /// Creates a source.
    public init(name: String, about: String, origin: Origin) {
      self.name = name
      self.about = about
      self.origin = origin
    }
  }

  /// The most quarantined rows, and imports, of a page.
  public static let shown = 50

  /// Creates the page. `imports` come newest last, as the ledger gives them; `quarantine` holds up
  /// to ``shown`` rows after number `after`, `waiting` counts all rows.
  public init(
    sources: [SourceLine], imports: [ImportRecord], quarantine: [QuarantinedRow], waiting: Int,
    after: Int = 0, facts: Int, zone: Zone
  ) {
    waitingRows = waiting
    self.after = after
    self.sources = sources
    self.imports = imports
    self.quarantine = quarantine
    self.facts = facts
    self.zone = zone
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    let form: HTML =
      frame.reader.map { $0.may.contains(.changeData) ? upload($0) : .nothing } ?? .nothing
    let parts = self.parts
    return frame.page(
      "Data", .data, "\(parts[0].html)\(form)\(HTML.sections(Array(parts.dropFirst())))")
  }

  var parts: [Part] {
    [
      Part("data-head", head), Part("data-quarantine", "Quarantine", waiting),
      Part("data-imports", "Imports", taken), Part("data-sources", "Sources", known),
    ]
  }

  private var head: HTML {
    let waiting =
      waitingRows == 0
      ? "Nothing waits in quarantine."
      : "\(Figures.plural(waitingRows, "row waits", "rows wait")) in quarantine to be fixed."
    return """
      <h1>\(Figures.plural(facts, "fact")) stored</h1>
      <p class="deck">\(waiting) A row that cannot be read never stops the others, and nothing counts \
      twice: the same file again changes nothing.</p>
      """
  }

  private func upload(_ reader: Reader) -> HTML {
    let options = sources.map { source -> HTML in
      "<option value=\"\(source.name)\">\(source.name)\(source.origin == .preset ? " (preset)" : "")</option>"
    }
    return """
      <section><h2>Import a file</h2>
      <form method="post" action="/imports" enctype="multipart/form-data" data-upload>\(reader.token)
      <div class="fields"><label>Source<select name="source" required>\(options)</select></label></div>
      <div class="drop"><label>The file, or drop it here<input type="file" name="file" required></label></div>
      <progress hidden aria-label="How much of the file is sent"></progress>
      <p class="note" role="status"></p>
      <div class="actions"><button name="do" value="import">Import</button></div>
      </form></section>
      """
  }

  private var waiting: HTML {
    guard waitingRows > 0 else { return "<p>Nothing is in quarantine.</p>" }
    guard let last = quarantine.last else {
      return "<p>No row follows. <a href=\"/data\">The first rows</a></p>"
    }
    var table = PageTable(
      "Rows in quarantine",
      [
        .words("where"), .words("what is wrong"), .words("how to fix it", wide: true),
        .words("fix").holding("keep").unseen,
      ])
    for row in quarantine.prefix(DataPage.shown) {
      let rejection = row.rejection
      let column: HTML = rejection.column.isEmpty ? .nothing : ", \(rejection.column)"
      table.add([
        "\(rejection.file), line \(rejection.line)\(column)", "\(rejection.why)",
        "\(rejection.remedy)",
        "<a href=\"\(Address.row(row.number))\">Fix <span class=\"unseen\">row </span>\(row.number)</a>",
      ])
    }
    let first: HTML = after > 0 ? "<a href=\"/data\">The first rows</a>" : .nothing
    let next: HTML =
      quarantine.count >= DataPage.shown
      ? "<a href=\"/data?after=\(last.number)\">The rows after row \(last.number)</a>" : .nothing
    return "\(table.html)<p class=\"note\">\(first) \(next)</p>"
  }

  private var taken: HTML {
    guard !imports.isEmpty else {
      return "<p class=\"empty\">No file imported yet. Choose a source and a file above.</p>"
    }
    var table = PageTable(
      "Imports, the newest first",
      [
        .words("file"), .words("source", wide: true), .words("ended"), .figure("rows", wide: true),
        .figure("new"), .figure("duplicates", wide: true), .figure("quarantined"),
      ])
    for record in imports.reversed().prefix(DataPage.shown) {
      table.add([
        "\(record.file.split(separator: "/").last ?? "")", "\(record.source)",
        "\(Wording.moment(record.ended, zone))", "\(Figures.count(record.rows))",
        "\(Figures.count(record.kept))", "\(Figures.count(record.known))",
        "\(Figures.count(record.quarantined))",
      ])
    }
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Imports\">"
      + table.html + "</div>"
  }

  private var known: HTML {
    var table = PageTable(
      "Sources", [.kept("source"), .words("reads"), .words("from", wide: true).holding("keep")])
    for source in sources {
      table.add([
        "\(source.name)", "\(source.about)", "\(source.origin.rawValue)",
      ])
    }
    return table.html + "<p class=\"note\">A file that none of these fits is described in the "
      + "<a href=\"/plan\">plan</a> under sources, in a few lines.</p>"
  }
}
