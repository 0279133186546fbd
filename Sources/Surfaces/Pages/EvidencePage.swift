public import Facts
public import Scoreboard

/// The page of one play: its verdict, its evidence, and its looks day by day.
public struct EvidencePage: Sendable {
  let play: PlaysAnswer.Play
  let heading: Heading
  let looks: [Seal]

  /// Creates the page from a play of an answer and its sealed looks.
  public init(play: PlaysAnswer.Play, heading: Heading, looks: [Seal]) {
    self.play = play
    self.heading = heading
    self.looks = looks
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    let stop: HTML =
      frame.reader.map { reader in
        reader.may.contains(.declarePlays) && isRunning ? self.stop(reader) : .nothing
      } ?? .nothing
    return frame.page(
      play.terms.name, .plays,
      "\(HTML.sections(parts))\(stop)<p><a href=\"/plays\">All plays</a></p>")
  }

  private var isRunning: Bool { play.terms.to.map { $0 > heading.asOf } ?? true }

  var parts: [Part] {
    [
      Part("play-head", head), Part("play-evidence", "", class: "lead", evidence),
      Part("play-terms", "What it is judged by", terms),
    ]
  }

  private var head: HTML {
    let lever =
      play.terms.lever.map { "a play of \($0.rawValue)" } ?? "a play that was never declared"
    let owner = play.terms.owner.map { ", owned by \($0.text)" } ?? ""
    let why: HTML =
      play.terms.hypothesis.map { "<blockquote>\($0)</blockquote>" as HTML } ?? .nothing
    return """
      <h1>\(play.terms.name)</h1>
      <p class="deck">\(play.verdict.badge) \(play.sentence)</p>
      <p class="note">\(play.terms.play.text), \(lever)\(owner); after the close of \
      \(Wording.long(heading.asOf)).</p>\(why)
      """
  }

  private var evidence: HTML {
    let interval = LiftScale.range(play.interval)
    return """
      <div>\(sides)<dl class="figures">
      \(item("Lift", play.lift, LiftScale.signed, under: "not ruled out: \(interval)"))
      \(item("Extra revenue from this play (estimate)", play.worth, Figures.amount))
      <div><dt>Cost</dt><dd>\(Figures.amount(play.cost))</dd></div>
      <div><dt>Daily checks</dt><dd>\(Figures.count(play.looks)) of \(Figures.count(play.looksPlanned))</dd></div>
      \(ready)\(power)
      </dl></div>
      \(IntervalChart(looks: looks, worthwhile: play.terms.worthwhile).html)
      """
  }

  private func item<Value>(
    _ name: String, _ figure: Known<Value>, _ write: (Value) -> String, under: String? = nil
  ) -> HTML {
    let small: HTML =
      figure.why == nil ? under.map { "<small>\($0)</small>" as HTML } ?? .nothing : .nothing
    return "<div><dt>\(name)</dt><dd>\(Wording.known(figure, write))\(small)</dd></div>"
  }

  private var ready: HTML {
    if let decided = play.decidedOn {
      return "<div><dt>Decided</dt><dd>\(Wording.dated(decided))</dd></div>"
    }
    guard let ready = play.readyBy else { return .nothing }
    return """
      <div><dt>A verdict by about</dt><dd>\(Wording.dated(ready))</dd></div>
      \(item("Customers still needed", play.customersNeeded, { Figures.count($0) }))
      """
  }

  private var power: HTML {
    guard let power = play.power else { return .nothing }
    return """
      <div><dt>Chance that a worthwhile lift would have been seen</dt><dd>\(Figures.percent(power))</dd></div>
      """
  }

  private var sides: HTML {
    var table = PageTable(
      "The two sides",
      [
        .kept("side").unseen, .figure("customers"), .figure("activated"), .figure("paid"),
        .figure("money"),
      ])
    table.add(cells("on the list", play.treated))
    if let control = play.control { table.add(cells("kept back", control)) }
    let note: HTML =
      play.control == nil
      ? "<p class=\"note\">Nobody was kept from it, so there is nothing to compare with.</p>"
      : .nothing
    return "<p class=\"of\">Customers whose window is over</p>\(table.html)\(note)"
  }

  private func cells(_ name: String, _ side: PlaysAnswer.Side) -> [HTML] {
    [
      "\(name)", "\(Figures.count(side.customers))", "\(Figures.count(side.activated))",
      "\(Figures.count(side.paid))", "\(Figures.amount(side.money))",
    ]
  }

  private var terms: HTML {
    let terms = play.terms
    let ignored: HTML =
      terms.ignored.isEmpty
      ? .nothing
      : """
      <p class="note">Declared otherwise after the launch, which does not count: \
      \(terms.ignored.joined(separator: ", ")). It takes a new play.</p>
      """
    return """
      <dl class="figures">
      <div><dt>On</dt><dd>\(terms.goal.rawValue)</dd></div>
      <div><dt>Within</dt><dd>\(Figures.plural(terms.window, "day")) of reaching someone</dd></div>
      <div><dt>Smallest lift worth having</dt><dd>\(Figures.percent(terms.worthwhile))</dd></div>
      <div><dt>Holdout</dt><dd>\(terms.holdout.map(Figures.percent) ?? "none was declared")</dd></div>
      <div><dt>Runs</dt><dd>\(terms.from.map(Wording.dated) ?? "?") to \
      \(terms.to.map(Wording.dated) ?? "whenever it is stopped")</dd></div>
      <div><dt>Grade</dt><dd>\(play.grade.rawValue)</dd></div>
      </dl>\(ignored)
      """
  }

  private func stop(_ reader: Reader) -> HTML {
    """
    <form method="post" action="\(Address.play(play.terms.play.text))/stop">\(reader.token)\
    <button class="quiet" data-ask="Stop \(play.terms.name)? Who it reached is judged on.">\
    Stop it</button></form>
    """
  }
}
