internal import Facts
public import Pay

extension Statement {
  /// The statement for the terminal: the figures, then each line with its sentence.
  public var text: String {
    var text = "\(name) (\(member)), \(period)\n"
    text += "\(business) · pay plan \(plan) · \(first) to \(last)"
    text += through < last ? ", so far to \(through)\n" : "\n"
    text += "Amounts in \(currency)\n\n"
    text += figureTable + "\n" + lineText
    if !notes.isEmpty { text += "\n" + notes.map { $0 + "\n" }.joined() }
    text += origin
    return text
  }

  private var figureTable: String {
    var table = TextTable(["", ""])
    func add(_ key: String, _ value: String?) {
      if let value { table.add([key, value]) }
    }
    add("quota", figures.quota.map(PayFigures.grouped))
    add("credit", PayFigures.grouped(figures.credit))
    add("attainment", figures.attainment.map(PayFigures.percent))
    add("target pay in the plan", figures.targetPay.map(PayFigures.grouped))
    add("earned", PayFigures.grouped(figures.earned))
    if figures.loanBefore != figures.loan
      || figures.loan.contains(where: { ("1"..."9").contains($0) })
    {
      add("loan before", PayFigures.grouped(figures.loanBefore))
      add("loan after", PayFigures.grouped(figures.loan))
    }
    add("payout", PayFigures.grouped(figures.payout))
    if through < last {
      add("the next 100 \(currency) sold earns you", nextHundred.map(PayFigures.grouped))
      add("to the next tier", figures.toNextTier.map(PayFigures.grouped))
    }
    let quota = figures.quotaWhy.map { "The quota is \($0).\n" } ?? ""
    return table.text.drop { $0 == "\n" } + quota
  }

  private var lineText: String {
    guard !lines.isEmpty else { return "No lines: nothing was credited.\n" }
    let width = lines.map { PayFigures.grouped($0.pay).count }.max() ?? 0
    var text = ""
    for line in lines {
      let pay = PayFigures.grouped(line.pay)
      let padding = String(repeating: " ", count: width - pay.count)
      let number =
        String(repeating: " ", count: max(0, 3 - "\(line.number)".count)) + "\(line.number)"
      text += "\(number)  \(line.day)  \(padding)\(pay)  \(line.title)\n"
      text += PayFigures.folded(line.why, indent: 17) + "\n"
    }
    return text + String(repeating: " ", count: 5) + "payout      "
      + PayFigures.grouped(figures.payout) + "\n"
  }

  private var origin: String {
    guard let lastFact else { return "" }
    let version = version.map { "plan version \($0), " } ?? ""
    return "\nFrozen from \(version)facts up to number \(lastFact).\n"
  }

  /// What a reader should know of a statement that is not frozen.
  var provisional: String {
    let plan = version.map { "Plan version \($0)" } ?? "The plan is not active"
    return "Provisional: it can change until pay is locked. \(plan)."
  }

  /// Pay for 100 more major units of credit at the rate of the next one, rounded to the minor unit.
  ///
  /// Nil if no table prices it.
  var nextHundred: String? {
    guard let unit = figures.nextUnit.flatMap({ Double($0) }), let code = Currency(currency),
      let minor = Int128(exactly: (unit * 100 * AxisWords.unit(code)).rounded())
    else { return nil }
    return Money(minor: minor, code).decimal
  }
}

extension Statement.Line {
  /// A short title: `rates, deal d-17`.
  var title: String {
    var parts = [rule == "spif" || rule == "true-up" ? "\(rule) \(about ?? "")" : rule]
    if let deal { parts.append("deal \(deal)") } else if let fact { parts.append("fact \(fact)") }
    if let tier, let rate { parts.append("tier \(tier) at \(rate)") }
    return parts.joined(separator: ", ")
  }
}

extension PayFigures {
  /// Wraps a sentence at 80 columns, each line indented by some spaces.
  static func folded(_ sentence: String, indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in sentence.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > 80 - indent {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " " + word
    }
    lines.append(line)
    return lines.map { space + $0 }.joined(separator: "\n")
  }
}
