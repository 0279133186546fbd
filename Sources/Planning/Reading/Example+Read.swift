import Facts

extension Example {
  /// Reads `examples:` of a pay plan. They are computed and compared in a later stage.
  static func readAll(_ node: PlanNode, _ currency: Currency?, of plan: PayPlan) -> [Example] {
    (node.items() ?? []).compactMap { read($0, currency, of: plan) }
  }

  private static func read(
    _ node: PlanNode, _ currency: Currency?, of plan: PayPlan
  ) -> Example? {
    let keys = ["quota", "credits", "pays", "pays-each"]
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    let quota = fields["quota"]?.amount(currency, .positive)
    if plan.needsQuota, !fields.isMeant("quota") {
      node.report(missing: "quota", like: "quota: 10000; this plan pays by the share reached")
    }
    let credits = fields.required("credits", like: "credits: [4000, 8000]")
      .flatMap { readCredits($0, currency) }
    let pays = fields["pays"].map { amounts($0.oneOrMore(), currency) } ?? []
    let each = fields["pays-each"].map { amounts($0.items(), currency) } ?? []
    if !fields.isMeant("pays"), !fields.isMeant("pays-each") {
      node.report("the example does not say what it pays", "write pays: 5375.00")
    }
    guard let credits, let pays, let each else { return nil }
    let example = Example(quota: quota, credits: credits, pays: pays, paysEach: each)
    example.checkCounts(fields)
    return example
  }

  /// Reads one pay period's credits, or a list of credits for each of several.
  private static func readCredits(_ node: PlanNode, _ currency: Currency?) -> [[DecimalText]]? {
    guard let items = node.items() else { return nil }
    guard items.contains(where: { $0.shape == .list }) else {
      return amounts(items, currency).map { [$0] }
    }
    let periods = items.map { amounts($0.items(), currency) }
    return periods.contains(nil) ? nil : periods.compactMap { $0 }
  }

  private static func amounts(_ nodes: [PlanNode]?, _ currency: Currency?) -> [DecimalText]? {
    guard let nodes else { return nil }
    let amounts = nodes.map { $0.amount(currency, .any) }
    return amounts.contains(nil) ? nil : amounts.compactMap { $0 }
  }

  private func checkCounts(_ fields: PlanFields) {
    if let node = fields["pays"], pays.count != credits.count {
      node.report(
        "'pays' has \(pays.count) amounts and 'credits' has \(credits.count) pay periods",
        "write one amount for each pay period")
    }
    let count = credits.reduce(0) { $0 + $1.count }
    if let node = fields["pays-each"], paysEach.count != count {
      node.report(
        "'pays-each' has \(paysEach.count) amounts and there are \(count) credits",
        "write one amount for each credit")
    }
  }
}
