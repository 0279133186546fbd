public import Facts
public import Scoreboard
internal import Tally

extension BridgeAnswer: Answer {
  /// Amounts as decimal strings, rates as shares; recurring money is `null` if no payment has a
  /// service period.
  public var json: JSON {
    var answer = AnswerJSON("bridge", heading)
    answer.set("before", .string(before))
    answer.set("complete", .bool(complete))
    for member in members(of: money) { answer.set(member.key, member.value) }
    if let costs {
      answer.set(
        "costs",
        .members([
          "from": .string(costs.before.decimal), "to": .string(costs.now.decimal),
        ]))
    }
    answer.set("convention", .string(convention.rawValue))
    answer.set("recurring", recurringJSON)
    if recurring == nil { answer.explain("recurring", "no payment has a service period") }
    answer.set(
      "differing",
      .array(
        differing.map {
          .members([
            "line": .string($0.line), "fulcrum": .string($0.fulcrum.decimal),
            convention.rawValue: .string($0.convention.decimal),
          ])
        }))
    return answer.json
  }

  private func members(of moves: Bridge.Moves) -> [JSON.Member] {
    let currency = heading.currency
    return [
      .init("from", .money(moves.from, currency)), .init("new", .money(moves.new, currency)),
      .init("reactivation", .money(moves.reactivation, currency)),
      .init("expansion", .money(moves.expansion, currency)),
      .init("contraction", .money(moves.contraction, currency)),
      .init("lapse", .money(moves.lapse, currency)), .init("to", .money(moves.to, currency)),
      .init("below_zero", .money(moves.belowZero, currency)),
      .init(
        "customers",
        .members([
          "from": .integer(moves.customers.from), "new": .integer(moves.customers.new),
          "reactivation": .integer(moves.customers.reactivation),
          "expansion": .integer(moves.customers.expansion),
          "contraction": .integer(moves.customers.contraction),
          "lapse": .integer(moves.customers.lapse), "to": .integer(moves.customers.to),
        ])),
    ]
  }

  private var recurringJSON: JSON {
    guard let recurring else { return .null }
    var inner = AnswerJSON()
    for member in members(of: recurring.moves) { inner.set(member.key, member.value) }
    inner.set("nrr", recurring.netRetention)
    inner.set("grr", recurring.grossRetention)
    inner.set("gross_churn", recurring.grossChurn)
    inner.set("net_churn", recurring.netChurn)
    inner.set("quick_ratio", recurring.quickRatio)
    inner.set("arpa", recurring.averagePerCustomer)
    inner.set("mean_churn", recurring.meanChurn)
    inner.set("ltv", recurring.lifetimeValue)
    inner.set("cac", recurring.acquisitionCost)
    inner.set("payback_months", recurring.paybackMonths)
    return inner.json
  }

  /// Tables: the moves, recurring money, its rates, and the lines that the convention counts
  /// differently.
  public var text: String {
    let first = complete ? before : "\(before), whole \(heading.periodWord),"
    let state = complete ? "" : " so far"
    var text = "Money by customer: \(first) to \(heading.period)\(state)"
    text += ", in \(heading.currency)\n\n"
    text += table(of: money, moneyWords).text
    if let costs {
      text += "\nThese are revenues. Cost was \(Figures.amount(costs.before)) and is "
      text += "\(Figures.amount(costs.now)).\n"
    }
    guard let recurring else {
      return text + "\nNo payment has a service period, so there is no recurring bridge.\n"
    }
    text += "\nMonthly recurring revenue (\(convention.words))\n\n"
    text += table(of: recurring.moves, MoveWords()).text + "\n" + rates(recurring)
    if !differing.isEmpty {
      var table = TextTable(["differs", "fulcrum", convention.rawValue])
      for line in differing {
        table.add([line.line, Figures.amount(line.fulcrum), Figures.amount(line.convention)])
      }
      text += "\n" + table.text
    }
    return text
  }

  private func table(of moves: Bridge.Moves, _ words: MoveWords) -> TextTable {
    var table = TextTable(["", "amount", "customers"])
    func add(_ name: String, _ minor: Int128, _ customers: Int64) {
      let amount = Figures.amount(Money(minor: minor, heading.currency))
      table.add([name, amount, Figures.count(customers)])
    }
    add("from \(before)", moves.from, moves.customers.from)
    add("+ \(words.new)", moves.new, moves.customers.new)
    add("+ \(words.reactivation)", moves.reactivation, moves.customers.reactivation)
    add("+ expansion", moves.expansion, moves.customers.expansion)
    add("- contraction", moves.contraction, moves.customers.contraction)
    add("- \(words.lapse)", moves.lapse, moves.customers.lapse)
    add("= to \(heading.period)", moves.to, moves.customers.to)
    return table
  }

  private func rates(_ recurring: Recurring) -> String {
    var table = TextTable(["rate", ""])
    func add(_ name: String, _ value: String?, _ why: String?) {
      table.add([name, value ?? "unknown: \(why ?? "")"])
    }
    let net = recurring.netRetention
    let gross = recurring.grossRetention
    add("net revenue retention", net.value.map(Figures.percent), net.why)
    add("gross revenue retention", gross.value.map(Figures.percent), gross.why)
    add("quick ratio", recurring.quickRatio.value.map(Figures.ratio), recurring.quickRatio.why)
    let average = recurring.averagePerCustomer
    add("average per customer (ARPA)", average.value.map(Figures.amount), average.why)
    let lifetime = recurring.lifetimeValue
    add("lifetime value", lifetime.value.map(Figures.amount), lifetime.why)
    let cost = recurring.acquisitionCost
    add("acquisition cost (CAC)", cost.value.map(Figures.amount), cost.why)
    let payback = recurring.paybackMonths
    add("payback, months", payback.value.map(Figures.ratio), payback.why)
    return table.text
  }
}

extension Convention {
  /// Whose definitions count, for people.
  var words: String {
    switch self {
    case .fulcrum: "Fulcrum's rules"
    case .chartmogul: "ChartMogul's rules"
    case .profitwell: "ProfitWell's rules"
    case .stripe: "Stripe's rules"
    }
  }
}
