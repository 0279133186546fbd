internal import Facts
internal import Scoreboard
internal import Tally

/// The bridge as a waterfall in a table: each bar starts where the previous one ended.
struct BridgeFigure {
  let bridge: BridgeAnswer

  var html: HTML {
    guard bridge.money.from != 0 || bridge.money.to != 0 else {
      return "<p class=\"empty\">No money in either period yet. <a href=\"/data\">Import facts</a> "
        + "to begin.</p>"
    }
    return Waterfall(
      caption: title, currency: bridge.heading.currency, moves: bridge.money, from: bridge.before,
      to: bridge.heading.period, words: bridge.moneyWords
    ).html + costs
  }

  /// What the figure compares, and whether the later period is over.
  var title: String {
    let (before, now) = (Wording.period(bridge.before), Wording.period(bridge.heading.period))
    return bridge.complete
      ? "Money by customer: \(before) to \(now)"
      : "Money by customer: \(before), whole \(bridge.heading.periodWord), to \(now) so far"
  }

  private var costs: HTML {
    guard let costs = bridge.costs else { return .nothing }
    return """
      <p class="note">These are revenues. Cost was \(Figures.amount(costs.before)) and is \
      \(Figures.amount(costs.now)).</p>
      """
  }
}

/// The names of a bridge's moves that need explaining.
struct MoveWords {
  var new = "new"
  var reactivation = "reactivation"
  var lapse = "lapse"
}

extension BridgeAnswer {
  /// The names of the moves of all money, each with its meaning.
  var moneyWords: MoveWords {
    let word = heading.periodWord
    return MoveWords(
      new: "new: first payment ever", reactivation: "reactivation: paid again",
      lapse: "lapse: paid last \(word), not \(complete ? "this one" : "yet this one")")
  }
}

/// The moves between two amounts, as rows with bars.
struct Waterfall {
  let caption: String
  let currency: Currency
  let moves: Bridge.Moves
  let from: String
  let to: String
  var words = MoveWords()

  private struct Step {
    let name: String
    let amount: Int128
    let start: Int128
    let end: Int128
    let customers: Int64
    let isWhole: Bool
  }

  private var steps: [Step] {
    var level = moves.from
    func step(_ name: String, _ change: Int128, _ customers: Int64) -> Step {
      defer { level += change }
      return Step(
        name: name, amount: change, start: level, end: level + change, customers: customers,
        isWhole: false)
    }
    let people = moves.customers
    let between = [
      step(words.new, moves.new, people.new),
      step(words.reactivation, moves.reactivation, people.reactivation),
      step("expansion", moves.expansion, people.expansion),
      step("contraction", -moves.contraction, people.contraction),
      step(words.lapse, -moves.lapse, people.lapse),
    ]
    return [whole(from, moves.from, people.from)] + between + [whole(to, moves.to, people.to)]
  }

  private func whole(_ name: String, _ amount: Int128, _ customers: Int64) -> Step {
    Step(name: name, amount: amount, start: 0, end: amount, customers: customers, isWhole: true)
  }

  var html: HTML {
    let steps = self.steps
    let low = min(0, steps.map { min($0.start, $0.end) }.min() ?? 0)
    let high = max(steps.map { max($0.start, $0.end) }.max() ?? 1, low + 1)
    var table = PageTable(
      caption, [.words("move").unseen, .bar, .figure(currency.code), .figure("customers")])
    for step in steps {
      let money = Money(minor: step.amount, currency)
      table.add(
        [
          "\(step.name)",
          bar(step, low, high),
          "\(step.isWhole ? Figures.amount(money) : Figures.change(money))",
          "\(Figures.count(step.customers))",
        ], class: step.isWhole ? "sum" : "")
    }
    return table.html
  }

  private func bar(_ step: Step, _ low: Int128, _ high: Int128) -> HTML {
    func place(_ value: Int128) -> Double { Double(value - low) / Double(high - low) * 100 }
    let (left, right) = (place(min(step.start, step.end)), place(max(step.start, step.end)))
    let mark = step.isWhole ? "whole" : step.amount < 0 ? "loss" : "gain"
    return """
      <svg width="100%" height="18" aria-hidden="true"><rect class="\(mark)" x="\(at: left)%" y="1" \
      width="\(at: max(right - left, step.amount == 0 ? 0 : 0.3))%" height="16"/></svg>
      """
  }
}

extension PageTable.Column {
  /// A column of bars.
  static var bar: PageTable.Column { words("how much, as a bar").holding("bar").unseen }
}

/// Recurring money by month: its moves and its rates.
struct RecurringFigure {
  let bridge: BridgeAnswer
  let recurring: BridgeAnswer.Recurring

  var moves: HTML {
    "<div><h3>Monthly recurring revenue (\(bridge.convention.words))</h3>"
      + Waterfall(
        caption: "The recurring bridge", currency: bridge.heading.currency, moves: recurring.moves,
        from: bridge.before, to: bridge.heading.period
      ).html + "</div>"
  }

  var rates: HTML {
    """
    <div><h3>Rates</h3><dl class="figures">
    \(item("Net revenue retention", recurring.netRetention, Figures.percent))
    \(item("Gross revenue retention", recurring.grossRetention, Figures.percent))
    \(item("Quick ratio", recurring.quickRatio, Figures.ratio))
    \(item("Average per customer (ARPA)", recurring.averagePerCustomer, Figures.amount))
    \(item("Lifetime value", recurring.lifetimeValue, Figures.amount))
    \(item("Acquisition cost (CAC)", recurring.acquisitionCost, Figures.amount))
    \(item("Payback in months", recurring.paybackMonths, Figures.ratio))
    </dl></div>
    """
  }

  private func item<Value>(
    _ name: String, _ figure: Known<Value>, _ write: (Value) -> String
  ) -> HTML {
    "<div><dt>\(name)</dt><dd>\(Wording.known(figure, write))</dd></div>"
  }
}
