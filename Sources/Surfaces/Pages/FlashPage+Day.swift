internal import Facts
internal import Scoreboard
internal import Tally

extension FlashPage {
  /// The day's Number, the change from the day before, and the credit by lever.
  var day: HTML {
    let change = Money(minor: flash.today.minor - flash.yesterday.minor, flash.heading.currency)
    return """
      <p><strong class="figure">\(Figures.amount(flash.today))</strong></p>
      <p class="note">\(Figures.amount(flash.yesterday)) the day before, \(Figures.change(change))\
      .</p>
      \(CreditBars(levers: flash.leversToday, unattributed: flash.unattributedToday).html("the day"))
      """
  }

  /// The amount that the first remaining day needs for an 80 % chance of the target. Beside it
  /// stand the usual amount and today's so far.
  var needed: HTML {
    guard let today = flash.forecast.today else {
      return "<p>\(Wording.capital(Wording.period(flash.heading.period))) is over.</p>"
    }
    if let toGo = flash.number.toGo.value, toGo.minor <= 0 {
      return "<p>Nothing: the target is reached, with \(Figures.amount(toGo.negated)) to spare.</p>"
    }
    guard let needed = flash.forecast.neededToday.value else {
      return "<p class=\"empty\">Not known: \(flash.forecast.neededToday.why ?? "").</p>"
    }
    let isToday = today == flash.heading.asOf
    let soFar = isToday ? flash.today : Money(minor: 0, flash.heading.currency)
    let rows: [(String, Money, String)] =
      [("to have an 80% chance of the target", needed, "whole")]
      + (flash.forecast.expectedToday.value.map { [("usual for such a day", $0, "three")] } ?? [])
      + (isToday ? [("so far today", soFar, "one")] : [])
    let most = rows.map { Double($0.1.minor) }.max() ?? 1
    var table = PageTable(
      "What \(Wording.long(today)) needs",
      [.words(Wording.short(today)), .bar, .figure("amount").unseen])
    for row in rows {
      let share = most > 0 ? Double(row.1.minor) / most : 0
      table.add(["\(row.0)", Bars.bar(share, class: row.2), "\(Figures.amount(row.1))"])
    }
    return table.html
      + "<p class=\"note\">If the other days left bring as much more than usual too.</p>"
  }

  /// Activations, and customers by standing.
  var customers: HTML {
    """
    <dl class="figures">
    <div><dt>Activated on the day</dt><dd>\(Figures.count(flash.activationsToday))<small>\
    \(Figures.count(flash.activationsYesterday)) the day before</small></dd></div>
    <div><dt>Activated this period</dt><dd>\(Figures.count(flash.activationsInPeriod))<small>\
    \(Figures.count(flash.activationsBefore)) by this day of \
    \(Wording.period(flash.periodBefore))</small></dd></div>
    <div><dt>Active</dt><dd>\(Figures.count(flash.standing.active))</dd></div>
    <div><dt>Lapsed, in all</dt><dd>\(Figures.count(flash.standing.lapsed))</dd></div>
    <div><dt>Back on the day after \(Figures.plural(flash.lapse, "day")) away</dt><dd>\
    \(Figures.count(flash.standing.reactivated))</dd></div>
    </dl>
    """
  }
}

extension Money {
  /// The amount with the opposite sign.
  var negated: Money { Money(minor: -minor, currency) }
}

/// Credit by lever, as one bar and a table.
struct CreditBars {
  let levers: DailyNumber.ByLever
  let unattributed: Money
  var withoutLever: Money?

  func html(_ of: String) -> HTML {
    let rows = self.rows
    let whole = rows.reduce(Int128(0)) { $0 + max(0, $1.money.minor) }
    guard rows.contains(where: { $0.money.minor != 0 }) else {
      return "<p class=\"note\">No money yet, so no credit.</p>"
    }
    var table = PageTable("Credit of \(of) by lever", [.words("credited to"), .figure("amount")])
    for row in rows {
      table.add([
        "<svg class=\"mark\" width=\"12\" height=\"12\" aria-hidden=\"true\"><rect "
          + "class=\"\(row.mark)\" width=\"12\" height=\"12\"/></svg> \(row.name)",
        "\(Figures.amount(row.money))",
      ])
    }
    let parts = rows.map { row in
      (
        share: whole > 0 ? max(0, Double(row.money.minor)) / Double(whole) : 0, mark: row.mark,
        words: "\(row.name): \(Figures.amount(row.money))"
      )
    }
    return Bars.stacked(parts) + table.html
      + "<p class=\"note\">Credit is not cause: it says who was there before the money.</p>"
  }

  private var rows: [(name: String, money: Money, mark: String)] {
    let marks = [Lever.product: "one", .sales: "two", .marketing: "three"]
    let named = Lever.allCases.map { lever in
      (
        name: lever.rawValue, money: Money(minor: levers[lever], unattributed.currency),
        mark: marks[lever] ?? "rest"
      )
    }
    let none = withoutLever.map {
      $0.minor == 0 ? [] : [(name: "no lever", money: $0, mark: "off")]
    }
    return named + (none ?? []) + [(name: "unattributed", money: unattributed, mark: "rest")]
  }
}
