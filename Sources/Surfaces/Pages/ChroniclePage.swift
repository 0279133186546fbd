public import Facts
public import Scoreboard

/// The Chronicle: dated notes and decisions, each with its expectation.
public struct ChroniclePage: Sendable {
  let entries: [Entry]
  let zone: Zone
  let today: CalendarDay
  let plays: [String]
  let verdicts: PlaysSummary?
  let draft: Draft?

  /// A note as it was written.
  public struct Entry: Sendable {
    /// The fact's id.
    public let id: String
    /// The time of writing.
    public let at: Instant
    /// The author; nil if the note names none.
    public let member: String?
    /// The play that the note is about; nil if none.
    public let play: String?
    /// The note's text and expectation.
    public let note: NoteBody

    /// Creates an entry from a note fact.
    public init(id: String, at: Instant, member: String?, play: String?, note: NoteBody) {
      self.id = id
      self.at = at
      self.member = member
      self.play = play
      self.note = note
    }
  }

  /// A note that was refused, and why.
  public struct Draft: Sendable {
    /// The text as it was written.
    public let text: String
    /// The problem and its remedy.
    public let problem: String

    /// Creates a draft.
    public init(text: String, problem: String) {
      self.text = text
      self.problem = problem
    }
  }

  /// Creates the page from notes in any order; it shows the newest first. The form offers `plays`;
  /// `verdicts` show the outcome of plays that notes are about.
  public init(
    entries: [Entry], zone: Zone, today: CalendarDay, plays: [String] = [],
    verdicts: PlaysSummary? = nil, draft: Draft? = nil
  ) {
    self.verdicts = verdicts
    self.entries = entries
    self.zone = zone
    self.today = today
    self.plays = plays
    self.draft = draft
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    frame.page(
      "Chronicle", .chronicle,
      """
      <h1>The Chronicle</h1>
      <p class="deck">What was decided, what was expected of it, and what then happened. Written on \
      the day, never changed after.</p>
      \(frame.reader.map(form) ?? .nothing)
      \(Part("chronicle-notes", "Notes", notes).html)
      """)
  }

  private func form(_ reader: Reader) -> HTML {
    guard reader.may.contains(.writeNotes) else { return .nothing }
    let problem: HTML =
      draft.map { "<div class=\"told-off\" role=\"alert\"><p>\($0.problem)</p></div>" } ?? .nothing
    let options = plays.map { "<option value=\"\($0)\"></option>" as HTML }
    return """
      <section><h2>Write a note</h2>\(problem)
      <form method="post" action="/notes">\(reader.token)
      <div class="fields">
      <label class="whole-row">The note <small>Markdown: **strong**, *emphasis*, lists, links</small>\
      <textarea name="text" required>\(draft?.text ?? "")</textarea></label>
      <label>What is expected <small>if anything</small><input name="expect"></label>
      <label>By when<input name="by" type="date" min="\(today.description)"></label>
      <label>About the play<input name="play" list="plays"></label>
      <label>About the day<input name="day" type="date" max="\(today.description)"></label>
      </div>
      <datalist id="plays">\(options)</datalist>
      <div class="actions"><button>Write it down</button></div>
      </form></section>
      """
  }

  private var notes: HTML {
    guard !entries.isEmpty else {
      return
        "<p class=\"empty\">Nothing has been written yet. Begin with what you decide today and "
        + "what you expect of it, so that it can be held against what happens.</p>"
    }
    let sorted = entries.sorted { ($1.at, $0.id) < ($0.at, $1.id) }
    return "<ol class=\"entries\">\(sorted.map(entry))</ol>"
  }

  private func entry(_ entry: Entry) -> HTML {
    let by: HTML = entry.member.map { " · \($0)" } ?? .nothing
    let play: HTML =
      entry.play.map { " · <a href=\"\(Address.play($0))\">\($0)</a>" } ?? .nothing
    let about: HTML =
      entry.note.day.map { day -> HTML in
        day == zone.day(of: entry.at) ? .nothing : " · about \(Wording.dated(day))"
      } ?? .nothing
    return """
      <li id="note-\(entry.id)"><p class="when">\(Wording.moment(entry.at, zone))\(by)\(play)\(about)</p>
      <div class="body">\(Markdown.html(entry.note.text))</div>\
      \(entry.note.expect.map { expectation($0, entry.play) } ?? .nothing)\
      \(entry.play.map(outcome) ?? .nothing)</li>
      """
  }

  /// The verdict on the play that a note is about.
  private func outcome(_ play: String) -> HTML {
    guard let line = verdicts?.plays.first(where: { $0.play == play }) else { return .nothing }
    return "<p class=\"note\">\(line.verdict.badge) \(line.sentence)</p>"
  }

  /// What is expected, and once its day has come the question whether it happened. A play's verdict
  /// answers it.
  private func expectation(_ expect: NoteBody.Expectation, _ play: String?) -> HTML {
    let by: HTML = expect.by.map { " by \(Wording.dated($0))" } ?? .nothing
    let isDue = expect.by.map { $0 <= today } ?? false
    let due: HTML = isDue ? self.due(play) : .nothing
    return "<p class=\"note\">Expected\(by): \(expect.answer).\(due)</p>"
  }

  private func due(_ play: String?) -> HTML {
    guard let line = verdicts?.plays.first(where: { $0.play == play }) else {
      return " <b>That day has come: did it?</b>"
    }
    return line.verdict == .tooEarly
      ? " That day has come; the play is not decided yet." : .nothing
  }
}
