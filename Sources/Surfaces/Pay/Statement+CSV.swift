public import Pay

extension Statement {
  /// The lines as CSV (RFC 4180) with a header; the pays add up to the payout.
  public var csv: String {
    let head = [
      "member", "period", "line", "day", "rule", "about", "fact", "deal", "credit", "paid_credit",
      "tier", "rate", "pay", "currency", "why",
    ]
    let rows = lines.map { line in
      [
        member, period, "\(line.number)", line.day, line.rule, line.about ?? "", line.fact ?? "",
        line.deal ?? "", line.credit, line.paidCredit, line.tier ?? "", line.rate ?? "", line.pay,
        currency, line.why,
      ]
    }
    return ([head] + rows).map { $0.map(Statement.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// Quotes a cell if necessary. A cell that a spreadsheet would run as a formula gets an
  /// apostrophe in front.
  private static func quoted(_ cell: String) -> String {
    var cell = cell
    let isNumber = cell.allSatisfy { $0.isNumber || $0 == "-" || $0 == "." }
    if let first = cell.first, "=+-@\t".contains(first), !isNumber { cell = "'" + cell }
    guard cell.contains(where: { ",\"\r\n".contains($0) }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
