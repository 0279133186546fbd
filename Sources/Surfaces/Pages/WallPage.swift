public import Scoreboard
internal import Facts
internal import Pay

/// The Flash for a screen across the room: a few large figures in panels that rotate.
public struct WallPage: Sendable {
  let flash: Flash
  let people: PeopleAnswer?

  /// Creates the wall; `people` is nil if names may not be shown on it.
  public init(flash: Flash, people: PeopleAnswer? = nil) {
    self.flash = flash
    self.people = people
  }

  /// The page, without navigation.
  public func html(_ frame: Frame) -> String {
    let page: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Wall · \(frame.business)</title>
      <link rel="stylesheet" href="\(Asset.style.path)">
      <link rel="stylesheet" href="\(Asset.wall.path)">
      <script src="\(Asset.script.path)" defer></script>
      </head>
      <body class="wall" data-live="/live?page=wall" data-again="600">
      <header><a class="home" href="/">\(frame.business)</a>\
      <span id="wall-day" data-part>\(Wording.long(flash.heading.asOf))</span></header>
      <main id="main" class="panels of-\(parts.count)">
      \(parts.map(\.html))</main>
      <footer><p class="foot live-state" id="live-state"></p>
      <label class="hold"><input type="checkbox" id="hold"> hold still</label></footer>
      </body>
      </html>

      """
    return page.text
  }

  /// The panels, which are sent again as facts arrive.
  public var parts: [Part] {
    [Part("wall-number", number), Part("wall-curve", curvePanel)]
      + (people.flatMap { $0.people.isEmpty ? nil : [Part("wall-people", "People", leaders($0))] }
        ?? [])
  }

  private var number: HTML {
    let sentence = FlashSentence(flash: flash)
    let target: HTML =
      flash.number.target.value.map {
        "<p class=\"of\">of \(Figures.whole($0)) \($0.currency.code), "
          + "business day \(flash.clock.dayNumber) of \(flash.clock.businessDays)</p>"
      } ?? "<p class=\"of\">\(flash.heading.currency.code); no target is set</p>"
    let isReached = flash.toSpare != nil
    let needed = isReached ? "0" : flash.forecast.neededToday.value.map(Figures.whole) ?? "–"
    let chance = isReached ? "reached" : flash.forecast.chance.value.map(Figures.percent) ?? "–"
    let asked = isReached ? "the target" : "chance of the target, as of \(flash.lastClose)"
    return """
      <h1>\(sentence.headline)</h1>
      <p class="number">\(Figures.whole(flash.number.actual))</p>
      \(target)\(gauge)
      <div class="trio">
      <div><b>\(Figures.whole(flash.today))</b><span>today so far</span></div>
      <div><b>\(needed)</b><span>needed today for an 80% chance</span></div>
      <div><b>\(chance)</b><span>\(asked)</span></div>
      </div>
      """
  }

  private var gauge: HTML { TargetGauge(flash)?.html ?? .nothing }

  private var curvePanel: HTML {
    PeriodChart(
      curve: flash.curve, number: flash.number, target: flash.number.target.value, height: 660,
      width: 1760
    ).html
  }

  private func leaders(_ people: PeopleAnswer) -> HTML {
    var table = PageTable(
      "People by attainment",
      [.figure("rank"), .words("name"), .figure("attained"), .figure("streak")])
    for person in people.people.filter({ $0.rank != nil }).prefix(7) {
      let share = person.attainment?.decimal(places: 6).flatMap { Double($0) }
      table.add([
        "\(person.rank.map { "\($0)" } ?? "")", "\(person.name)",
        "\(share.map(Figures.percent) ?? "–")", "\(Figures.plural(person.streak, "day"))",
      ])
    }
    return table.html
  }
}
