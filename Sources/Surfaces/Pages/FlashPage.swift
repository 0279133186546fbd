internal import Facts
public import Scoreboard
internal import Tally

/// The first page: the Number, the clock, and what moved.
public struct FlashPage: Sendable {
  let flash: Flash
  let people: PeopleAnswer?

  /// Creates the Flash of one scoreboard; `people` is nil for readers who may not see them.
  public init(flash: Flash, people: PeopleAnswer? = nil) {
    self.flash = flash
    self.people = people
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    let parts = self.parts
    let rest = parts.dropFirst(2).map(\.html)
    return frame.page(
      "Flash", .flash, live: flash.dayIsOver ? .still : .sent("flash"),
      """
      \(parts.prefix(2).map(\.html))<div class="columns">
      \(rest)</div>
      \(anotherDay)
      """)
  }

  /// A form for an earlier day, as it was known then.
  private var anotherDay: HTML {
    let last = flash.dayIsOver ? flash.heading.asOf : flash.heading.asOf.advanced(by: -1)
    let now: HTML = flash.dayIsOver ? "<p><a href=\"/\">To today</a></p>" : .nothing
    return """
      <form class="another" method="get" action="/day"><label>Another day, as it was known then\
      <input type="date" name="as-of" required value="\(last.description)"></label>\
      <button class="quiet">Show it</button></form>\(now)
      """
  }

  /// The parts of the page that change as facts arrive, in the page's order.
  public var parts: [Part] {
    [
      Part("flash-head", "", head), Part("flash-number", "", class: "lead", number),
      Part("flash-day", flash.dayIsOver ? "The day" : "Today so far", day),
      Part("flash-needed", neededTitle, needed),
      Part("flash-days", "Day by day", days),
      Part("flash-customers", "Customers", customers),
      Part("flash-plays", "Plays", plays),
    ]
      + (people.flatMap { $0.people.isEmpty ? nil : [Part("flash-people", "People", leaders($0))] }
        ?? [])
      + (flash.number.restatements.isEmpty
        ? [] : [Part("flash-restated", "Restated since the period began", restated)])
  }

  private var neededTitle: String {
    guard let day = flash.forecast.today else { return "What is still needed" }
    return "What \(day == flash.heading.asOf ? "today" : Wording.short(day)) needs"
  }

  private var head: HTML {
    let sentence = FlashSentence(flash: flash)
    return """
      <h1>\(sentence.headline)</h1>
      <p class="deck">\(Wording.long(flash.heading.asOf))\(flash.dayIsOver ? "" : ", so far"). \
      \(sentence.deck)</p>
      """
  }

  private var number: HTML {
    let target = flash.number.target.value
    return """
      <div>
      <p class="of">\(Wording.capital(flash.measure)), \(Wording.period(flash.heading.period)), in \
      \(flash.heading.currency.code)</p>
      \(FlashPage.large(flash.number.actual))
      \(target.map(gauge) ?? noTarget)
      <dl class="figures">\(FlashFigures(flash: flash).items)\
      </dl>
      </div>
      \(PeriodChart(curve: flash.curve, number: flash.number, target: target).html)
      """
  }

  /// An amount with its minor units in small print: `214,311` large, `.52` small.
  static func large(_ money: Money) -> HTML {
    let parts = Figures.amount(money).split(separator: ".", maxSplits: 1)
    let minor: HTML = parts.count > 1 ? "<small>.\(parts[1])</small>" : .nothing
    return "<p class=\"number\">\(parts.first ?? "0")\(minor)</p>"
  }

  private func gauge(_ target: Money) -> HTML {
    guard let gauge = TargetGauge(flash) else { return .nothing }
    return """
      <p class="of">of \(Figures.amount(target)), the target</p>
      \(gauge.html)
      <p class="note">\(gauge.words).</p>
      """
  }

  private var noTarget: HTML {
    "<p class=\"empty\">No pace and no chance of a target: \(flash.number.target.why ?? "there is no target"). "
      + "<span class=\"for-gms\">Set one in the <a href=\"/plan\">plan</a> under number, targets.</span></p>"
  }

  private var days: HTML {
    guard flash.number.days.contains(where: { $0.actual.minor != 0 }) else {
      return "<p class=\"note\">No day of the period has brought anything yet.</p>"
    }
    return DaysChart(
      number: flash.number, curve: flash.curve, needed: flash.clock.neededPerDay.value
    )
    .picture.html
  }

  /// The number of plays by verdict, and the decisions of the last week.
  private var plays: HTML {
    guard let plays = flash.plays, !plays.plays.isEmpty else {
      return "<p class=\"empty\">No play has been checked yet. <span class=\"for-leads\">Declare "
        + "one under <a href=\"/plays\">Plays</a>, with a holdout.</span></p>"
    }
    let news = plays.decided(since: flash.heading.asOf.advanced(by: -7)).prefix(3).map { line in
      """
      <li><p class="when">\(line.verdict.badge) \(line.decidedOn.map(Wording.dated) ?? "")</p>\
      <b>\(line.name)</b><br><span class="note">\(line.sentence)</span></li>
      """ as HTML
    }
    return """
      <p>After the close of \(Wording.short(flash.lastClosed)): \(plays.headline). \
      <a class="for-leads" href="/plays">All plays</a></p>
      \(news.isEmpty ? .nothing : "<ol class=\"entries\">\(Array(news))</ol>" as HTML)
      """
  }

  private var restated: HTML {
    var table = PageTable(
      "Restatements", [.kept("period"), .figure("was"), .figure("is"), .figure("change")])
    for line in flash.number.restatements {
      table.add([
        "\(line.period)", "\(Figures.amount(line.was))", "\(Figures.amount(line.now))",
        "\(Figures.change(line.change))",
      ])
    }
    return table.html + "<p class=\"note\">Facts that came late, for periods that were over.</p>"
  }

  private func leaders(_ people: PeopleAnswer) -> HTML {
    PeoplePage.leaders(people, most: 6) + "<p><a href=\"/people\">All people</a></p>"
  }
}
