public import Facts
public import Pay
internal import Planning
public import Scoreboard

/// Everyone's pay, for the member's own pay period that contains the day.
public struct PayAnswer: Answer {
  private let heading: Heading
  private let statements: [Statement]
  private let total: Int128
  private let standing: [PayReconciliation]
  private let people: [MemberPay]
  private let business: String
  private let version: Int?

  /// Creates an answer with members in the plan's order; `standing` reconciles their credit with
  /// the business's total.
  public init(
    heading: Heading, people: [MemberPay], business: String, version: Int? = nil,
    standing: [PayReconciliation] = []
  ) {
    self.heading = heading
    self.standing = standing
    self.people = people
    self.business = business
    self.version = version
    statements = people.map {
      Statement($0, business: business, heading.currency, version: version)
    }
    total = people.reduce(0) { $0 + $1.payout }
  }

  /// The answer limited to some members and their total.
  public func only(_ members: Set<MemberID>) -> PayAnswer {
    PayAnswer(
      heading: heading, people: people.filter { members.contains($0.member) },
      business: business, version: version)
  }

  /// A member's statement for the pay period that contains the day; nil if the member has no pay.
  public func statement(of member: MemberID) -> Statement? {
    statements.first { $0.member == member.text }
  }

  /// Unknown figures are `null`; each person's notes say why.
  public var json: JSON {
    var answer = AnswerJSON("pay", heading)
    answer.set("people", .array(statements.map { .object($0.person) }))
    answer.set("total", Money(minor: total, heading.currency))
    if !standing.isEmpty { answer.set("reconciliation", .array(standing.map { json(of: $0) })) }
    return answer.json
  }

  /// A row per person, then the total.
  public var text: String {
    var table = TextTable([
      "member", "period", "quota", "credit", "attained", "earned", "payout", "loan",
    ])
    for statement in statements {
      let figures = statement.figures
      table.add([
        statement.member, statement.period, figures.quota.map(PayFigures.grouped) ?? "–",
        PayFigures.grouped(figures.credit), figures.attainment.map(PayFigures.percent) ?? "–",
        PayFigures.grouped(figures.earned), PayFigures.grouped(figures.payout),
        PayFigures.grouped(figures.loan),
      ])
    }
    let notes = statements.flatMap { statement in
      statement.notes.map { "\(statement.member): \($0)\n" }
    }
    let none = "No one in the plan has a pay plan.\n"
    return "Pay as of \(heading.asOf), in \(heading.currency)\n\n"
      + (statements.isEmpty ? none : table.text)
      + "\nTotal \(Figures.amount(Money(minor: total, heading.currency)))\n"
      + standing.map(sentence).joined()
      + (notes.isEmpty ? "" : "\n" + notes.joined())
  }

  private func money(_ minor: Exact) -> Money {
    Money(minor: minor.rounded ?? 0, heading.currency)
  }

  private func json(of standing: PayReconciliation) -> JSON {
    .members([
      "measure": .string(standing.measure.rawValue),
      "total": .string(money(standing.total).decimal),
      "credited": .string(money(standing.credited).decimal),
      "overlays": .string(money(standing.overlays).decimal),
      "uncredited": .string(money(standing.uncredited).decimal),
    ])
  }

  /// `Credit 900.00 = bookings 1,000.00 + overlays 0.00 − uncredited 100.00`.
  private func sentence(_ standing: PayReconciliation) -> String {
    "Credit \(Figures.amount(money(standing.credited))) = \(standing.measure.rawValue) "
      + "\(Figures.amount(money(standing.total))) + overlays "
      + "\(Figures.amount(money(standing.overlays))) − uncredited "
      + "\(Figures.amount(money(standing.uncredited)))\n"
  }
}

/// Formats the figures of a statement, which are decimal strings already.
enum PayFigures {
  /// Groups thousands: `1,234.50` for `1234.50`.
  static func grouped(_ decimal: String) -> String {
    let negative = decimal.hasPrefix("-")
    let digits = negative ? decimal.dropFirst() : decimal[...]
    let parts = digits.split(separator: ".", maxSplits: 1)
    var whole = ""
    for (index, character) in (parts.first ?? "0").reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { whole.append(",") }
      whole.append(character)
    }
    let fraction = parts.count > 1 ? "." + parts[1] : ""
    return (negative ? "-" : "") + String(whole.reversed()) + fraction
  }

  /// A share as a percentage with two decimals: `45.67%` for `0.4567`.
  static func percent(_ share: String) -> String {
    guard let decimal = DecimalText(share), let hundredths = decimal.rounded(to: 4) else {
      return share
    }
    return DecimalText.render(hundredths, places: 2) + "%"
  }
}
