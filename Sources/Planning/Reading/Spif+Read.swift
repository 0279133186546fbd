import Facts

extension Spif {
  /// Reads `spifs:` of a pay plan.
  static func readAll(_ node: PlanNode, _ currency: Currency?) -> [Spif] {
    var seen: Set<String> = []
    var spifs: [Spif] = []
    for item in node.items() ?? [] {
      guard let spif = read(item, currency) else { continue }
      if !seen.insert(spif.id).inserted {
        item.report("there is another SPIF '\(spif.id)'", "give each SPIF an id of its own")
      }
      spifs.append(spif)
    }
    return spifs
  }

  private static let keys = [
    "id", "from", "to", "for", "per", "amount", "rate", "how", "tiers", "pot", "ranks",
  ]

  private static func read(_ node: PlanNode, _ currency: Currency?) -> Spif? {
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    let id = fields.required("id", like: "id: launch")?.text()
    let from = fields.required("from", like: "from: 2026-03-01")?.day()
    let to = fields.required("to", like: "to: 2026-03-31, the last day")?.day()
    if let from, let to, to < from {
      fields["to"]?.report(
        "the last day \(to) is before the first (\(from))", "write a day from \(from) on")
    }
    let what = fields.required("for", like: "for: { product: pro }").flatMap(What.read)
    let pays = Pays.read(fields, currency)
    what?.check(fields)
    guard let id, let from, let to, let what, let pays else { return nil }
    return Spif(id: id, from: from, to: to, what: what, pays: pays)
  }
}

extension Spif.What {
  private enum Plain: String, CaseIterable { case activations, deals }

  fileprivate static func read(_ node: PlanNode) -> Spif.What? {
    guard node.shape == .keys else {
      switch node.word(Plain.self) {
      case .activations: return .activations
      case .deals: return .deals
      case nil: return nil
      }
    }
    let keys = ["product", "play"]
    guard let fields = PlanFields(node, keys: keys),
      let key = fields.exactlyOne(of: keys, like: "{ product: pro }"), let value = fields[key]
    else { return nil }
    if key == "product" { return value.text().map { .product($0) } }
    return value.id().map { .play($0) }
  }

  private enum Unit: String, CaseIterable { case deal, activation }

  /// Checks that `per` names the unit that this SPIF counts.
  fileprivate func check(_ fields: PlanFields) {
    guard let node = fields["per"], let unit = node.word(Unit.self) else { return }
    let counts: Unit = self == .activations ? .activation : .deal
    if unit != counts {
      node.report("this SPIF counts \(counts.rawValue)s", "write per: \(counts.rawValue)")
    }
  }
}

extension Spif.Pays {
  fileprivate static func read(_ fields: PlanFields, _ currency: Currency?) -> Spif.Pays? {
    let ways = ["amount", "rate", "tiers", "pot"]
    guard let way = fields.exactlyOne(of: ways, like: "amount: 250"), let value = fields[way] else {
      return nil
    }
    if way != "tiers" {
      fields["how"]?.reportKey("'how' is for a SPIF with tiers", "write tiers, or take it out")
    }
    if way != "pot" {
      fields["ranks"]?.reportKey("'ranks' share a pot", "write pot: 10000, or take them out")
    }
    switch way {
    case "amount": return value.amount(currency, .positive).map { .perUnit($0) }
    case "rate": return value.share().map { .rate($0) }
    case "tiers": return tiered(value, fields, currency)
    default: return pot(value, fields, currency)
    }
  }

  private static func tiered(
    _ node: PlanNode, _ fields: PlanFields, _ currency: Currency?
  ) -> Spif.Pays? {
    let example = "how: marginal, or how: whole; a SPIF with tiers must say it"
    let how = fields.required("how", like: example)?.word(RateTable.How.self)
    guard let how else { return nil }
    return TierReader(currency: currency, kind: .spif(how)).read(node).map { .tiered(how, $0) }
  }

  private static func pot(
    _ node: PlanNode, _ fields: PlanFields, _ currency: Currency?
  ) -> Spif.Pays? {
    let ranks = fields["ranks"].map { $0.sharesOfWhole() } ?? []
    guard let amount = node.amount(currency, .positive), let ranks else { return nil }
    return .pot(amount, ranks: ranks)
  }
}
