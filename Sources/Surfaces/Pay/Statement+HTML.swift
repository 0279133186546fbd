public import Pay

extension Statement {
  /// The statement as one printable page without scripts or external resources.
  public var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>\(escaped(name)), \(escaped(period))</title>
    <style>\(Statement.style)</style>
    </head>
    <body>
    <header>
    <p>\(escaped(business))</p>
    <h1>\(escaped(name))</h1>
    <p>Statement of pay for \(escaped(period)), \(first) to \(last)\
    \(through < last ? ", so far to \(through)" : "") · pay plan \(escaped(plan))</p>
    </header>
    <dl>\(figureItems)</dl>
    \(figures.quotaWhy.map { "<p class=\"note\">The quota is \(escaped($0)).</p>" } ?? "")
    <table>
    <thead><tr><th>#</th><th>Day</th><th>What, and why</th><th class="n">Credit</th>\
    <th class="n">Rate</th><th class="n">Pay</th></tr></thead>
    <tbody>
    \(lines.map(row).joined(separator: "\n"))
    </tbody>
    <tfoot><tr><td></td><td></td><td>Payout</td><td></td><td></td>\
    <td class="n">\(PayFigures.grouped(figures.payout)) \(currency)</td></tr></tfoot>
    </table>
    \(notes.map { "<p class=\"note\">\(escaped($0))</p>" }.joined(separator: "\n"))
    <footer>\(footer)</footer>
    </body>
    </html>

    """
  }

  private var figureItems: String {
    var items: [(String, String)] = []
    func add(_ key: String, _ value: String?) {
      if let value { items.append((key, value)) }
    }
    add("Quota", figures.quota.map(PayFigures.grouped))
    add("Quota credit", PayFigures.grouped(figures.credit))
    add("Attainment", figures.attainment.map(PayFigures.percent))
    add("Target pay in the plan", figures.targetPay.map(PayFigures.grouped))
    add("Earned", PayFigures.grouped(figures.earned))
    if figures.loanBefore != figures.loan {
      add("Loan", PayFigures.grouped(figures.loanBefore) + " → " + PayFigures.grouped(figures.loan))
    }
    add("Payout", PayFigures.grouped(figures.payout) + " " + currency)
    return items.map { "<div><dt>\($0.0)</dt><dd>\(escaped($0.1))</dd></div>" }.joined()
  }

  private func row(_ line: Line) -> String {
    let credit = Statement.isZero(line.credit) ? line.paidCredit : line.credit
    let shown = Statement.isZero(credit) ? "" : PayFigures.grouped(credit)
    return "<tr><td>\(line.number)</td><td>\(line.day)</td><td><b>\(escaped(line.heading))</b><br>"
      + "\(escaped(line.why))</td><td class=\"n\">\(shown)</td>"
      + "<td class=\"n\">\(escaped(line.rate ?? ""))</td>"
      + "<td class=\"n\">\(PayFigures.grouped(line.pay))</td></tr>"
  }

  private static func isZero(_ amount: String) -> Bool {
    !amount.contains { ("1"..."9").contains($0) }
  }

  private var footer: String {
    guard let lastFact else { return provisional }
    let version = version.map { "plan version \($0)" } ?? "a plan that is not active"
    return "Frozen: worked out by \(version) from the facts up to number \(lastFact)."
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static let style = """
    @page { size: A4; margin: 18mm 16mm }
    body { font: 10pt/1.4 "Liberation Sans", Arial, sans-serif; color: #1a1a1a; margin: 0 auto;
      max-width: 178mm }
    h1 { font-size: 18pt; margin: 0 0 1mm }
    header p { margin: 0; color: #555 }
    dl { display: flex; flex-wrap: wrap; gap: 3mm 9mm; margin: 6mm 0 3mm; padding: 3mm 0;
      border-top: 1.5pt solid #1a1a1a; border-bottom: .5pt solid #bbb }
    dt { color: #555; font-size: 8pt } dd { margin: 0; font-size: 12pt; font-weight: 600 }
    table { border-collapse: collapse; width: 100%; margin-top: 4mm }
    thead { display: table-header-group } tr { break-inside: avoid }
    th, td { text-align: left; vertical-align: top; padding: 1.5mm 2mm 1.5mm 0;
      border-bottom: .5pt solid #ddd }
    th { font-size: 8pt; color: #555; border-bottom: 1pt solid #1a1a1a }
    td:nth-child(2) { white-space: nowrap }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 0;
      padding-left: 3mm }
    td.n:nth-child(5) { white-space: normal; max-width: 24mm }
    tfoot td { font-weight: 700; border-top: 1pt solid #1a1a1a; border-bottom: 0 }
    .note { color: #555; font-size: 9pt } footer { margin-top: 8mm; color: #777; font-size: 8pt }
    """
}

extension Statement.Line {
  /// A heading for people: `Deal d-17`, `SPIF launch`.
  var heading: String {
    let deal = deal.map { "Deal \($0)" }
    switch rule {
    case "rates": return deal ?? fact.map { "Fact \($0)" } ?? "Credit"
    case "cap": return "Cap"
    case "spif": return "SPIF \(about ?? "")" + (deal.map { ", \($0)" } ?? "")
    case "draw": return "Draw"
    case "repayment": return "Repayment of the draw"
    case "clawback": return "Clawback" + (deal.map { ", \($0)" } ?? "")
    case "hold": return "Held back" + (deal.map { ", \($0)" } ?? "")
    case "release": return "Released" + (deal.map { ", \($0)" } ?? "")
    case "adjustment": return "Adjustment \(about ?? "")"
    default: return "True-up of \(about ?? "")"
    }
  }
}
