public import Facts
public import Ledger

/// The plan page: the active plan, and a draft to check, compare and apply.
public struct PlanPage: Sendable {
  let versions: [PlanVersion]
  let zone: Zone
  let draft: String?
  let finding: Finding?

  /// The result of sending a draft.
  public enum Finding: Sendable, Hashable {
    /// The draft is refused: every problem, with line, column and remedy.
    case refused([String])
    /// The draft is valid; its remarks.
    case sound([String])
    /// The changes that the draft would make, in words; empty if none.
    case differs([String])
  }

  /// Creates the page. `versions` come oldest first; `draft` is the text that was sent, or nil for
  /// the active plan.
  public init(
    versions: [PlanVersion], zone: Zone, draft: String? = nil, finding: Finding? = nil
  ) {
    self.versions = versions
    self.zone = zone
    self.draft = draft
    self.finding = finding
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    frame.page(
      "Plan", .plan, live: .still,
      """
      <h1>\(versions.last.map { "Version \($0.version) of the plan is active" }
        ?? "No plan is active yet")</h1>
      <p class="deck">What the GM decided: the Number, its targets, people, pay, sources. A plan that \
      is wrong is refused whole, and the old one stays active.</p>
      \(finding.map(told) ?? .nothing)
      \(frame.reader.map(form) ?? .nothing)
      \(history)
      """)
  }

  private func told(_ finding: Finding) -> HTML {
    switch finding {
    case .refused(let problems):
      let count = Figures.plural(problems.count, "problem")
      return """
        <div class="told-off" role="alert"><p><b>\(count); nothing was changed.</b></p>\
        <ul>\(items(problems))</ul></div>
        """
    case .sound(let remarks):
      let rest: HTML =
        remarks.isEmpty
        ? .nothing : "<p>Worth a look before you apply it:</p><ul>\(items(remarks))</ul>"
      return "<div class=\"done\" role=\"status\"><p><b>The draft is valid.</b></p>\(rest)</div>"
    case .differs(let lines):
      guard !lines.isEmpty else {
        return
          "<div class=\"done\" role=\"status\"><p>It decides the same as the active plan.</p></div>"
      }
      return """
        <div class="done" role="status"><p><b>What it would change:</b></p>\
        <ul>\(items(lines))</ul></div>
        """
    }
  }

  private func items(_ lines: [String]) -> [HTML] { lines.map { "<li>\($0)</li>" } }

  private func form(_ reader: Reader) -> HTML {
    let text = draft ?? versions.last?.text ?? ""
    guard reader.may.contains(.applyPlan) else {
      return """
        <section><pre tabindex="0" role="region" aria-label="The active plan">\(text)</pre></section>
        """
    }
    return """
      <section><form method="post" action="/plan">\(reader.token)
      <label>The plan, as YAML<textarea name="plan" class="code tall" spellcheck="false">\(text)</textarea></label>
      <div class="actions"><button name="do" value="check" class="quiet">Check</button>\
      <button name="do" value="diff" class="quiet">Preview changes</button>\
      <button name="do" value="apply" data-ask="Apply this plan?">Apply</button></div>
      </form></section>
      """
  }

  private var history: HTML {
    guard !versions.isEmpty else { return .nothing }
    var table = PageTable("Versions of the plan", [.words("version"), .words("active from")])
    for version in versions.reversed() {
      table.add(["\(version.version)", "\(Wording.moment(version.applied, zone))"])
    }
    return "<section><h2>Versions</h2>\(table.html)</section>"
  }
}
