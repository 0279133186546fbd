public import Facts
public import Scoreboard

/// The page of one play: its verdict, its evidence, and its daily checks.
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
      Part("play-terms", "Metric and terms", terms),
    ]
  }

  private var head: HTML {
    let lever =
      play.terms.lever.map { "a play of \($0.rawValue)" } ?? "a play that was never declared"
    let owner = play.terms.owner.map { ", owned by \($0.text)" } ?? ""
    let why: HTML =
      play.terms.hypothesis.map { "<blockquote>\($0)</blockquote>" as HTML } ?? .nothing
    let cause = play.hiddenCause.map { " \($0)" } ?? ""
    // A decided play's figures are those of the day of the decision.
    let asOf = play.decidedOn == nil ? "; after the close of \(Wording.long(heading.asOf))" : ""
    return """
      <h1>\(play.terms.name)</h1>
      <p class="deck">\(play.verdict.badge) \(play.sentence)\(cause)</p>
      <p class="note">\(play.terms.play.text), \(lever)\(owner)\(asOf).</p>\(why)
      """
  }

  private var evidence: HTML {
    """
    <div>\(sides)<dl class="figures">
    \(item(liftName, play.lift, LiftScale.signed, under: interval))
    \(item("Extra revenue from this play (estimate)", play.worth, Figures.amount))
    <div><dt>Cost to \(Wording.dated(heading.asOf))</dt><dd>\(Figures.amount(play.cost))</dd></div>
    <div><dt>Daily checks</dt><dd>\(Figures.count(play.looks)) of \(Figures.count(play.looksPlanned))</dd></div>
    \(ready)\(power)
    </dl></div>
    \(IntervalChart(looks: looks, worthwhile: play.terms.worthwhile, isOver: isOver).html)
    """
  }

  /// True if no further daily check will be published.
  private var isOver: Bool { play.decidedOn != nil || play.looks >= play.looksPlanned }

  private var liftName: String {
    play.grade == .randomised ? "Lift, comparing customers of the same day" : "Lift"
  }

  private var interval: String {
    play.interval.lower == nil && play.interval.upper == nil
      ? "no confidence interval yet"
      : "95% confidence interval: \(LiftScale.range(play.interval))"
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
    let name = play.isTooSlow ? "Last check" : "A verdict by about"
    let late =
      play.isTooSlow ? "more than will have come, so it will probably stay inconclusive" : nil
    let needed = item(
      "Customers still needed", play.customersNeeded, { Figures.count($0) }, under: late)
    return """
      <div><dt>\(name)</dt><dd>\(Wording.dated(ready))</dd></div>
      \(needed)
      """
  }

  private var power: HTML {
    guard let power = play.power else { return .nothing }
    return """
      <div><dt>Power: chance that this test would have detected the worthwhile lift</dt>\
      <dd>\(Figures.percent(power))</dd></div>
      """
  }

  private var sides: HTML {
    var table = PageTable(
      "Groups",
      [
        .kept("group").unseen, .figure("customers"), .figure("activated"), .figure("paid"),
        .figure("money"),
      ])
    table.add(cells(play.looks == 0 ? "to be reached" : "reached", play.treated))
    if let control = play.control { table.add(cells("held out", control)) }
    return "<p class=\"of\">\(counted)</p>\(table.html)\(missing)"
  }

  /// The customers that the groups count.
  private var counted: String {
    guard play.looks > 0 else { return "Customers whose window is over" }
    let check = "daily check \(Figures.count(play.looks)) of \(Figures.count(play.looksPlanned))"
    let decided = play.decidedOn.map { ", on \(Wording.dated($0)), the day it was decided" } ?? ""
    return "Customers whose window was over after \(check)\(decided)"
  }

  /// The reason why there is nobody to compare with; nothing if there is somebody.
  private var missing: HTML {
    guard play.control == nil else { return .nothing }
    if play.grade == .ruleBased {
      return "<p class=\"note\">No holdout: it is compared with where it did not run.</p>"
    }
    guard play.heldOut > 0 else {
      return "<p class=\"note\">No holdout, so there is nothing to compare with.</p>"
    }
    let heldOut = "\(Figures.count(play.heldOut)) \(play.heldOut == 1 ? "is" : "are") held out"
    let open = play.looks == 0 ? "nobody's window is" : "none of their windows is"
    return """
      <p class="note">\(heldOut); \(open) over yet, so there is nothing to compare.</p>
      """
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
      <div><dt>Metric</dt><dd>\(terms.goal.rawValue)</dd></div>
      <div><dt>Window</dt><dd>\(Figures.plural(terms.window, "day")) after reaching someone</dd></div>
      <div><dt>Smallest worthwhile lift</dt><dd>\(Figures.percent(terms.worthwhile))</dd></div>
      <div><dt>Holdout</dt><dd>\(play.holdoutShare)</dd></div>
      <div><dt>Runs</dt><dd>\(terms.from.map(Wording.dated) ?? "?") to \
      \(terms.to.map(Wording.dated) ?? "whenever it is stopped")</dd></div>
      <div><dt>Grade</dt><dd>\(play.grade.rawValue)</dd></div>
      </dl>\(ignored)
      """
  }

  private func stop(_ reader: Reader) -> HTML {
    """
    <form method="post" action="\(Address.play(play.terms.play.text))/stop">\(reader.token)\
    <button class="quiet" data-ask="Stop \(play.terms.name)? Customers it has reached stay in its verdict.">\
    Stop it</button></form>
    """
  }
}
