public import Facts

extension Statement {
  /// The statement as a JSON object; reading it gives an equal statement.
  public var json: JSON {
    .object(
      [
        .init("business", .string(business)), .init("currency", .string(currency)),
        .init("version", version.map { .integer($0) } ?? .null),
        .init("mark", lastFact.map { .integer($0) } ?? .null),
      ] + person)
  }

  /// The JSON members that the answer `pay` lists for each person.
  public var person: [JSON.Member] {
    [
      .init("member", .string(member)), .init("name", .string(name)), .init("plan", .string(plan)),
      .init("period", .string(period)), .init("first", .string(first)),
      .init("last", .string(last)),
      .init("through", .string(through)), .init("quota", .text(figures.quota)),
      .init("quota_why", .text(figures.quotaWhy)), .init("credit", .string(figures.credit)),
      .init("attainment", figures.attainment.map { .number($0) } ?? .null),
      .init("target_pay", .text(figures.targetPay)), .init("earned", .string(figures.earned)),
      .init("payout", .string(figures.payout)), .init("loan_before", .string(figures.loanBefore)),
      .init("loan", .string(figures.loan)), .init("lines", .array(lines.map(\.json))),
      .init("next_unit_pays", .text(figures.nextUnit)),
      .init("to_next_tier", .text(figures.toNextTier)),
      .init("notes", .array(notes.map { .string($0) })),
    ]
  }

  /// Reads the format of ``json``; nil for anything else.
  public init?(json: JSON) {
    func text(_ key: String) -> String? { json[key].flatMap(Statement.text) }
    guard let business = text("business"), let currency = text("currency"),
      let member = text("member"), let name = text("name"), let plan = text("plan"),
      let period = text("period"), let first = text("first"), let last = text("last"),
      let through = text("through"), let credit = text("credit"), let earned = text("earned"),
      let payout = text("payout"), let loanBefore = text("loan_before"), let loan = text("loan"),
      case .array(let lines)? = json["lines"], case .array(let notes)? = json["notes"]
    else { return nil }
    self.business = business
    self.currency = currency
    self.member = member
    self.name = name
    self.plan = plan
    version = text("version").flatMap { Int($0) }
    lastFact = text("mark").flatMap { Int64($0) }
    self.period = period
    self.first = first
    self.last = last
    self.through = through
    figures = Figures(
      quota: text("quota"), quotaWhy: text("quota_why"), credit: credit,
      attainment: text("attainment"), targetPay: text("target_pay"), earned: earned,
      payout: payout, loanBefore: loanBefore, loan: loan, nextUnit: text("next_unit_pays"),
      toNextTier: text("to_next_tier"))
    self.lines = lines.compactMap { Line(json: $0) }
    self.notes = notes.compactMap(Statement.text)
    guard self.lines.count == lines.count else { return nil }
  }

  fileprivate static func text(_ json: JSON) -> String? {
    switch json {
    case .string(let text), .number(let text): text
    default: nil
    }
  }
}

extension Statement.Line {
  /// The line as a JSON object.
  public var json: JSON {
    .members([
      "line": .integer(number), "rule": .string(rule), "about": .text(about), "fact": .text(fact),
      "deal": .text(deal), "day": .string(day), "credit": .string(credit),
      "paid_credit": .string(paidCredit), "tier": .text(tier), "rate": .text(rate),
      "pay": .string(pay), "why": .string(why),
    ])
  }

  init?(json: JSON) {
    func text(_ key: String) -> String? { json[key].flatMap(Statement.text) }
    guard let number = text("line").flatMap({ Int($0) }), let rule = text("rule"),
      let day = text("day"), let credit = text("credit"), let paidCredit = text("paid_credit"),
      let pay = text("pay"), let why = text("why")
    else { return nil }
    self.init(
      number: number, rule: rule, about: text("about"), fact: text("fact"), deal: text("deal"),
      day: day, credit: credit, paidCredit: paidCredit, tier: text("tier"), rate: text("rate"),
      pay: pay, why: why)
  }
}
