public import Pay

/// One person's pay statement: every line with its reason.
public struct StatementPage: Sendable {
  let statement: Statement

  /// Creates the page of a statement, live or frozen.
  public init(statement: Statement) { self.statement = statement }

  /// The page for a reader; members open it from their own name, others from People.
  public func html(_ frame: Frame) -> String {
    frame.page(
      "\(statement.name), \(statement.period)", .people, HTML.sections(parts))
  }

  var parts: [Part] {
    [
      Part("statement-head", head), Part("statement-figures", "", class: "lead even", figures),
      Part("statement-lines", "Every line", lines),
    ]
  }

  private var head: HTML {
    let through =
      statement.through < statement.last ? ", so far to \(statement.through)" : ""
    return """
      <h1>\(statement.name): \(PayFigures.grouped(statement.figures.payout)) \(statement.currency)</h1>
      <p class="deck">Statement of pay for \(Wording.period(statement.period)), \(statement.first) \
      to \(statement.last)\(through), by the pay plan ‘\(statement.plan)’. \(standing)</p>
      """
  }

  private var standing: String {
    guard let mark = statement.lastFact else { return statement.provisional }
    let version = statement.version.map { "plan version \($0)" } ?? "a plan that is not active"
    return "Frozen: worked out by \(version) from the facts up to number \(mark)."
  }

  private var figures: HTML {
    let figures = statement.figures
    let attained = figures.attainment.flatMap { Double($0) }
    let gauge: HTML =
      attained.map {
        Bars.gauge(
          $0 / max(1, $0), usual: 1 / max(1, $0),
          words: "\(Figures.percent($0)) of the quota is reached; the line marks the quota")
      } ?? .nothing
    let why: HTML =
      figures.quotaWhy.map { "<p class=\"note\">The quota is \($0).</p>" as HTML } ?? .nothing
    return """
      <div>\(gauge)<dl class="figures">
      \(item("Quota", figures.quota))\(item("Quota credit", figures.credit))
      <div><dt>Attained</dt><dd>\(figures.attainment.map(PayFigures.percent) ?? "–")</dd></div>
      </dl>\(why)</div>
      <dl class="figures">
      \(item("Target pay in the plan", figures.targetPay))\(item("Earned", figures.earned))
      \(figures.loanBefore == figures.loan ? .nothing : item("Loan", figures.loan))
      \(item("Payout", figures.payout))
      \(item("The next 100 \(statement.currency) sold earns you", statement.nextHundred))
      \(item("Credit to the next tier", figures.toNextTier))
      </dl>
      """
  }

  private func item(_ name: String, _ amount: String?) -> HTML {
    guard let amount else { return .nothing }
    return "<div><dt>\(name)</dt><dd>\(PayFigures.grouped(amount))</dd></div>"
  }

  private var lines: HTML {
    guard !statement.lines.isEmpty else {
      return "<p class=\"empty\">No line yet: nothing has been credited in this period.</p>"
    }
    var table = PageTable(
      "The lines of the statement",
      [
        .figure("#"), .words("day", wide: true).holding("keep"), .words("what, and why"),
        .figure("credit"),
        .figure("rate", wide: true), .figure("pay"),
      ])
    for line in statement.lines {
      let credit = isZero(line.credit) ? line.paidCredit : line.credit
      table.add([
        "\(line.number)", "\(line.day)", "<b>\(line.heading)</b><br>\(line.why)",
        "\(isZero(credit) ? "" : PayFigures.grouped(credit))", "\(line.rate ?? "")",
        "\(PayFigures.grouped(line.pay))",
      ])
    }
    table.total([
      "", "", "Payout", "", "",
      "\(PayFigures.grouped(statement.figures.payout))",
    ])
    let notes = statement.notes.map { "<p class=\"note\">\($0)</p>" as HTML }
    return table.html + notes.joined()
  }

  private func isZero(_ amount: String) -> Bool {
    !amount.contains { ("1"..."9").contains($0) }
  }
}
