import Facts

extension RateTable {
  /// Reads `rates:` of a pay plan.
  static func read(_ node: PlanNode, _ currency: Currency?) -> RateTable? {
    let keys = ["how", "by", "accumulate", "bound", "tiers"]
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    let how = fields["how"].map { $0.word(How.self) } ?? .marginal
    let by = fields["by"].map { $0.word(By.self) } ?? .amount
    let accumulate = fields["accumulate"].map { $0.word(Accumulate.self) } ?? .period
    let bound = fields["bound"].map { $0.word(Bound.self) } ?? .lower
    let reader = by.flatMap { by in
      how.map { TierReader(currency: currency, kind: .pay($0, by)) }
    }
    let example = "tiers: [ { up-to: 100%, rate: 5% }, { rate: 8% } ]"
    let tiers = fields.required("tiers", like: example).flatMap { reader?.read($0) }
    guard let how, let by, let accumulate, let bound, let tiers else { return nil }
    return RateTable(how: how, by: by, accumulate: accumulate, bound: bound, tiers: tiers)
  }
}

/// Reads the tiers of a rate table or of a SPIF.
struct TierReader {
  let currency: Currency?
  let kind: Kind

  /// The owner of the tiers, which decides what they may contain.
  enum Kind {
    case pay(RateTable.How, RateTable.By)
    /// Tiers end at a count of units.
    case spif(RateTable.How)
  }

  /// The tiers in order; nil after reporting if one is invalid.
  func read(_ node: PlanNode) -> [Tier]? {
    guard let items = node.items() else { return nil }
    if items.isEmpty { node.report("'tiers' is an empty list", "write at least one tier") }
    let tiers = items.enumerated().map { tier($1, isLast: $0 == items.count - 1) }
    checkOrder(tiers, items)
    return tiers.contains(nil) ? nil : tiers.compactMap { $0 }
  }

  private func tier(_ node: PlanNode, isLast: Bool) -> Tier? {
    let keys = ["up-to", "rate", "multiplier", "amount", "year-gate"]
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    if !isLast, !fields.isMeant("up-to") {
      node.report(missing: "up-to", like: "where the tier ends; only the last may go on for ever")
    }
    let upTo = fields["up-to"].map(bound)
    let yearGate = fields["year-gate"].map { $0.flag() } ?? false
    let pays = pays(fields)
    if isLast, case .interpolated? = how, !fields.isMeant("up-to") {
      node.report(
        missing: "up-to", like: "where the tier ends; interpolated pay needs an end to reach")
    }
    guard let pays, let yearGate else { return nil }
    if case .some(nil) = upTo { return nil }
    return Tier(upTo: upTo.flatMap { $0 }, pays: pays, yearGate: yearGate)
  }

  private var how: RateTable.How? {
    switch kind {
    case .pay(let how, _), .spif(let how): how
    }
  }

  private func bound(_ node: PlanNode) -> DecimalText? {
    let bound: DecimalText?
    switch kind {
    case .pay(_, .attainment):
      guard node.isPercent || node.shape != .single else {
        node.report(
          "tiers by attainment end at a share of quota", "write it like 100%, or by: amount")
        return nil
      }
      bound = node.share(upTo: .hundredfold)
    case .pay(_, .amount), .spif:
      guard !node.isPercent else {
        node.report("tiers by amount end at an amount", PlanNode.endRemedy(kind))
        return nil
      }
      bound = node.amount(currency)
    }
    if bound?.digits == 0 { node.report("a tier ends at zero", "write where it ends, above zero") }
    return bound
  }

  private func pays(_ fields: PlanFields) -> Tier.Pays? {
    let keys = ["rate", "multiplier", "amount"]
    guard let key = fields.exactlyOne(of: keys, like: "rate: 5%"), let value = fields[key] else {
      return nil
    }
    check(key, value)
    switch key {
    case "rate": return value.share(upTo: .hundredfold).map { .rate($0) }
    case "multiplier": return value.amount(nil).map { .multiplier($0) }
    default: return value.amount(currency).map { .amount($0) }
    }
  }

  private func check(_ key: String, _ value: PlanNode) {
    switch kind {
    case .pay(.interpolated, _) where key != "amount":
      value.reportKey("interpolated tiers carry amounts", "write amount: the whole tier's pay")
    case .pay(.marginal, _) where key == "amount", .pay(.whole, _) where key == "amount":
      value.reportKey(
        "only interpolated tiers carry an amount", "write how: interpolated, or a rate")
    case .spif where key == "multiplier":
      value.reportKey("a SPIF has no base rate to multiply", "write a rate or an amount")
    default: break
    }
  }

  private func checkOrder(_ tiers: [Tier?], _ items: [PlanNode]) {
    var last: DecimalText?
    for (tier, item) in zip(tiers, items) {
      guard let end = tier?.upTo else { continue }
      if let last, end <= last {
        let ends = PlanFields(item, keys: item.names)?["up-to"] ?? item
        ends.report(
          "tiers must rise, and this one ends no later than the one before",
          "put the tiers in order, each up-to above the last")
      }
      last = end
    }
  }
}

extension PlanNode {
  /// The remedy for a per cent value where a tier ends at an amount.
  fileprivate static func endRemedy(_ kind: TierReader.Kind) -> String {
    if case .spif = kind { return "write a number of units, like 10" }
    return "write it like 5000, or by: attainment"
  }
}
