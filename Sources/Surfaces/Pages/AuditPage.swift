public import Facts
public import Ledger

/// The audit trail: every change and every sign-in attempt, with its author and address.
public struct AuditPage: Sendable {
  let entries: [AuditEntry]
  let filter: AuditFilter
  let zone: Zone

  /// The most entries of a page.
  public static let shown = 100

  /// Creates a page of entries that match a filter, newest first.
  public init(entries: [AuditEntry], filter: AuditFilter = AuditFilter(), zone: Zone) {
    self.entries = entries
    self.filter = filter
    self.zone = zone
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    var table = PageTable(
      "Changes",
      [
        .words("when"), .words("who"), .words("what"), .words("from where", wide: true),
      ])
    for entry in entries {
      table.add([
        "\(Wording.moment(entry.at, zone))", "\(who(entry.by))", "\(words(entry))",
        "\(entry.by.address ?? "")",
      ])
    }
    let none = isFiltered ? "Nothing like this is in the trail." : "Nothing has been changed yet."
    let list: HTML = entries.isEmpty ? "<p>\(none)</p>" : table.html
    return frame.page(
      "Audit", .audit, live: .still,
      """
      <h1>The audit trail</h1><p class="deck">Every change and every try to sign in, who made it and when; \
      the newest first. What keys sent stands with the <a href="/users">tokens</a>; \
      <a href="/v1/audit">as JSON</a>.</p>
      \(form)<div class="scroll" tabindex="0" role="region" aria-label="Changes">\(list)</div>\(pages)
      """)
  }

  private var isFiltered: Bool { filter != AuditFilter() }

  private var form: HTML {
    let kinds = Principal.Kind.allCases.map { kind -> HTML in
      let mark: HTML = kind == filter.kind ? " selected" : .nothing
      return "<option\(mark)>\(kind.rawValue)</option>"
    }
    return """
      <form method="get" action="/audit"><div class="fields">
      <label>Kind<select name="kind"><option value="">any</option>\(kinds)</select></label>
      <label>Who<input name="who" value="\(filter.name ?? "")"></label>
      <label>What<input name="what" value="\(filter.what ?? "")" placeholder="signed in"></label></div>
      <div class="actions"><button class="plain">Show</button></div></form>
      """
  }

  private var pages: HTML {
    guard let last = entries.last, entries.count >= AuditPage.shown, last.number > 1 else {
      return .nothing
    }
    let fields = [
      ("kind", filter.kind?.rawValue), ("who", filter.name), ("what", filter.what),
      ("from", filter.from?.description), ("until", filter.until?.description),
    ].compactMap { name, value in value.map { "&\(name)=\(Address.encoded($0))" } }.joined()
    return """
      <p class="note"><a href="/audit?before=\(last.number)\(fields)">Earlier ones</a></p>
      """
  }

  private func who(_ principal: Principal) -> String {
    switch principal.kind {
    case .user: principal.name
    case .token: "token \(principal.number.map(String.init) ?? "") \(principal.name)"
    case .command: "command line: \(principal.name)"
    case .server: "the server: \(principal.name)"
    case .nobody: principal.name.isEmpty ? "somebody" : "somebody as \(principal.name)"
    }
  }

  private func words(_ entry: AuditEntry) -> String {
    let detail = entry.detail.isEmpty ? "" : " (\(entry.detail))"
    return [entry.what, entry.about].filter { !$0.isEmpty }.joined(separator: ": ") + detail
  }
}
