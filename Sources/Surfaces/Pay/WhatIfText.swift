public import Facts
public import Pay
public import Scoreboard

/// A what-if as text and JSON.
public struct WhatIfText {
  private let whatIf: WhatIf
  private let credit: Int64?
  private let shares: [PayAtShare]?
  private let currency: Currency

  /// Creates a what-if. `credit` is in minor units, nil for none; `shares` is the pay at shares of
  /// quota, nil without a quota.
  public init(whatIf: WhatIf, credit: Int64?, shares: [PayAtShare]?, currency: Currency) {
    self.whatIf = whatIf
    self.credit = credit
    self.shares = shares
    self.currency = currency
  }

  /// Money in major units.
  public var json: JSON {
    let now = Statement(whatIf.now, business: "", currency)
    return .members([
      "member": .string(now.member), "period": .string(now.period),
      "currency": .string(currency.code), "payout": .string(now.figures.payout),
      "next_unit_pays": .text(now.figures.nextUnit),
      "to_next_tier": .text(now.figures.toNextTier),
      "if": credit.map { credit in
        .members([
          "credit": .string(Money(minor: credit, currency).decimal),
          "payout": .string(Money(minor: whatIf.then.payout, currency).decimal),
          "difference": .string(Money(minor: whatIf.difference, currency).decimal),
        ])
      } ?? .null,
      "at": .array((shares ?? []).map(PlanFigures(currency: currency).json)),
    ])
  }

  /// Sentences, then a row per share of quota.
  public var text: String {
    let now = Statement(whatIf.now, business: "", currency)
    let payout = PayFigures.grouped(now.figures.payout)
    var text = "\(now.name), \(now.period), in \(currency)\n\n"
    text += "As it stands the payout is \(payout).\n"
    if let credit {
      let then = Figures.amount(Money(minor: whatIf.then.payout, currency))
      text +=
        "With \(Figures.amount(Money(minor: credit, currency))) more of credit it is \(then): "
      text += "\(Figures.change(Money(minor: whatIf.difference, currency))).\n"
    }
    if let next = now.nextHundred {
      text += "The next 100 \(currency) sold earns \(PayFigures.grouped(next))"
      text +=
        now.figures.toNextTier.map {
          "; the next tier begins \(PayFigures.grouped($0)) of credit further on.\n"
        } ?? ".\n"
    }
    guard let shares else { return text + "Without a quota there are no shares of it to show.\n" }
    var table = TextTable(["at", "credit", "payout"])
    for share in shares { table.add(PlanFigures(currency: currency).row(share)) }
    return text
      + "\nFor the whole period, by the rate table alone (without SPIFs and clawbacks):\n\n"
      + table.text
  }
}

/// Formats the pay at a share of quota.
struct PlanFigures {
  let currency: Currency

  func json(of share: PayAtShare) -> JSON {
    .members([
      "share": .number(share.share.decimal(places: 4) ?? "0"),
      "credit": .string(Money(minor: share.credit.rounded ?? 0, currency).decimal),
      "payout": .string(Money(minor: share.payout, currency).decimal),
    ])
  }

  func row(_ share: PayAtShare) -> [String] {
    [
      PayFigures.percent(share.share.decimal(places: 4) ?? "0"),
      Figures.amount(Money(minor: share.credit.rounded ?? 0, currency)),
      Figures.amount(Money(minor: share.payout, currency)),
    ]
  }
}

/// The cost of all pay plans, as text and JSON.
public struct CostText {
  private let cost: PlanCost
  private let currency: Currency

  /// Creates the cost in a currency.
  public init(cost: PlanCost, currency: Currency) {
    self.cost = cost
    self.currency = currency
  }

  private var budget: Money { Money(minor: cost.budget.rounded ?? 0, currency) }
  private var accrued: Money { Money(minor: cost.accrued, currency) }

  /// Money in major units.
  public var json: JSON {
    .members([
      "period": .string(cost.period), "currency": .string(currency.code),
      "people": .integer(cost.people), "without_quota": .integer(cost.withoutQuota),
      "budget": .string(budget.decimal), "accrued": .string(accrued.decimal),
      "at": .array(
        cost.at.map { share, payout in
          .members([
            "share": .number(share.decimal(places: 4) ?? "0"),
            "payout": .string(Money(minor: payout, currency).decimal),
          ])
        }),
    ])
  }

  /// A row per share of quota, then budget and accrual.
  public var text: String {
    var table = TextTable(["if everyone reaches", "pay costs"])
    for (share, payout) in cost.at {
      table.add([
        PayFigures.percent(share.decimal(places: 4) ?? "0") + " of quota",
        Figures.amount(Money(minor: payout, currency)),
      ])
    }
    let without =
      cost.withoutQuota == 0
      ? ""
      : "\(Figures.plural(cost.withoutQuota, "person has", "people have")) no quota and "
        + "are not in it.\n"
    return "What pay costs in \(cost.period), in \(currency), for "
      + "\(Figures.plural(cost.people, "person", "people"))\n\n" + table.text + without
      + "\nThe budget, everyone's target pay in the plan, is \(Figures.amount(budget)); "
      + "\(Figures.amount(accrued)) is accrued to date.\n"
  }
}

/// Pay accrued by day, as an answer.
public struct AccrualText: Answer {
  private let days: [DayAccrual]
  private let heading: Heading

  /// Creates the answer; `days` are in order.
  public init(days: [DayAccrual], heading: Heading) {
    self.days = days
    self.heading = heading
  }

  private func money(_ minor: Int128) -> Money { Money(minor: minor, heading.currency) }

  /// The amount that each day added, and the total owed by its end.
  public var json: JSON {
    var answer = AnswerJSON("accrual", heading)
    answer.set(
      "days",
      .array(
        days.map {
          .members([
            "day": .string($0.day.description), "amount": .string(money($0.amount).decimal),
            "total": .string(money($0.total).decimal),
          ])
        }))
    answer.set("accrued", money(days.last?.total ?? 0))
    return answer.json
  }

  /// A row per day.
  public var text: String {
    var table = TextTable(["day", "added", "owed by then"])
    for day in days {
      table.add([
        day.day.description, Figures.change(money(day.amount)), Figures.amount(money(day.total)),
      ])
    }
    return "Pay accrued as of \(heading.asOf), in \(heading.currency)\n\n" + table.text
  }
}
