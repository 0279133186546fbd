public import Scoreboard
internal import Facts
internal import Tally

/// The customers page: counts by period, the bridge from the last period, and cohorts.
public struct CustomersPage: Sendable {
  let lifecycle: LifecycleAnswer
  let bridge: BridgeAnswer
  let retention: RetentionAnswer

  /// Creates the page from the answers of one scoreboard.
  public init(lifecycle: LifecycleAnswer, bridge: BridgeAnswer, retention: RetentionAnswer) {
    self.lifecycle = lifecycle
    self.bridge = bridge
    self.retention = retention
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    frame.page("Customers", .customers, HTML.sections(parts))
  }

  var parts: [Part] {
    [
      Part("customers-head", head),
      Part("customers-bridge", figure.title, figure.html),
      Part("customers-recurring", "Recurring money", recurring),
      Part("customers-cohorts", "Cohorts: who still spends", CohortHeat(retention).html),
      Part("customers-periods", "Period by period", periods),
    ]
  }

  private var head: HTML {
    let today = lifecycle.today
    let days = Figures.plural(lifecycle.lapse, "day")
    return """
      <h1>\(Figures.count(today.active)) customers are active</h1>
      <p class="deck">Active: activated, and spent within \(days). \
      \(Figures.count(today.everActivated)) have activated since the beginning; \
      \(Figures.count(today.lapsed)) have lapsed. On \(Wording.long(lifecycle.heading.asOf)) \
      \(Figures.count(today.new)) activated and \(Figures.count(today.reactivated)) came back \
      after \(days) away.</p>
      """
  }

  private var figure: BridgeFigure { BridgeFigure(bridge: bridge) }

  private var recurring: HTML {
    guard let recurring = bridge.recurring else {
      return
        "<p class=\"empty\">No payment has a service period, so nothing is known to recur. Say "
        + "<code>recurring: { from, to }</code> with payments, or map it in the source.</p>"
    }
    return """
      <div class="lead even">\(RecurringFigure(bridge: bridge, recurring: recurring).moves)\
      \(RecurringFigure(bridge: bridge, recurring: recurring).rates)</div>
      """
  }

  private var periods: HTML {
    guard !lifecycle.periods.isEmpty else {
      return "<p class=\"empty\">Nobody has activated or spent yet. "
        + "<span class=\"for-gms\"><a href=\"/data\">Import facts</a> to begin.</span></p>"
    }
    var table = PageTable(
      "Customers by period",
      [
        .kept("period"), .figure("new"), .figure("retained"),
        .figure("back after a \(lifecycle.heading.periodWord) without"),
        .figure("not seen since last \(lifecycle.heading.periodWord)"),
        .figure("active (\(Figures.plural(lifecycle.lapse, "day")))", wide: true),
        .figure("money, \(lifecycle.heading.currency.code)"), .figure("hours", wide: true),
      ])
    for period in lifecycle.periods.reversed() {
      let counts = period.counts
      table.add([
        "\(period.period)\(period.complete ? "" : " so far")", "\(Figures.count(counts.new))",
        "\(Figures.count(counts.retained))", "\(Figures.count(counts.reactivated))",
        "\(Figures.count(counts.lapsed))", "\(Figures.count(counts.activeAtEnd))",
        "\(Figures.whole(Money(minor: counts.money.sum, lifecycle.heading.currency)))",
        "\(Figures.count(counts.seconds.sum / 3600))",
      ])
    }
    return """
      \(trends)<div class="scroll" tabindex="0" role="region" aria-label="Customers by period">\
      \(table.html)</div>\(notYet)
      """
  }

  /// A note that the running period's missing customers may still come.
  private var notYet: HTML {
    guard let last = lifecycle.periods.last, !last.complete else { return .nothing }
    let word = lifecycle.heading.periodWord
    let missing = Figures.count(last.counts.lapsed)
    return "<p class=\"note\">Not seen yet this \(word): \(missing) who came last \(word). "
      + "\(Wording.capital(Wording.period(last.period))) is not over.</p>"
  }

  /// Sparklines of each count over the finished periods, with the last one's figure.
  private var trends: HTML {
    let finished = lifecycle.periods.filter(\.complete)
    let over = finished.map(\.counts)
    guard over.count > 2, let last = over.last, let label = finished.last?.period else {
      return .nothing
    }
    let word = lifecycle.heading.periodWord
    func trend(_ name: String, _ value: (Lifecycle.InPeriod) -> Int64) -> HTML {
      "<div><dt>\(name)</dt><dd>\(Bars.spark(over.map { Double(value($0)) }))"
        + " <span>\(Figures.count(value(last)))</span></dd></div>"
    }
    return """
      <p class="note">Last full \(word), \(Wording.period(label)):</p>
      <dl class="figures sparks">
      \(trend("New", { $0.new }))\(trend("Retained", { $0.retained }))
      \(trend("Back after a \(word) without", { $0.reactivated }))
      \(trend("Not seen since the \(word) before", { $0.lapsed }))
      \(trend("Active (\(Figures.plural(lifecycle.lapse, "day")))", { $0.activeAtEnd }))
      </dl>
      """
  }
}

extension HTML {
  /// Renders parts one below the other.
  static func sections(_ parts: [Part]) -> HTML { parts.map(\.html).joined() }
}
