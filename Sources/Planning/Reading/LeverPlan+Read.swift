import Facts

extension LeverPlan {
  /// Reads `levers:`.
  static func readAll(_ node: PlanNode) -> [Lever: LeverPlan]? {
    guard let fields = PlanFields(node, keys: Lever.allCases.map(\.rawValue)) else { return nil }
    var plans: [Lever: LeverPlan] = [:]
    for lever in Lever.allCases {
      if let node = fields[lever.rawValue] { plans[lever] = read(node, lever) }
    }
    return plans
  }

  private static func read(_ node: PlanNode, _ lever: Lever) -> LeverPlan? {
    guard let fields = PlanFields(node, keys: ["lead", "rolling", "effort", "stages"]) else {
      return nil
    }
    for key in ["rolling", "effort"] where lever != .product {
      fields[key]?.reportKey("only product has '\(key)'", "take it out of \(lever.rawValue)")
    }
    if lever != .sales {
      fields["stages"]?.reportKey(
        "only sales has 'stages'", "move them to sales, or take them out")
    }
    return LeverPlan(
      lead: fields["lead"]?.id(), rolling: fields["rolling"]?.days(),
      stages: fields["stages"].flatMap(stages) ?? [],
      effort: fields["effort"].flatMap(effort) ?? [:])
  }

  private static func stages(_ node: PlanNode) -> [Stage]? {
    node.entries()?.compactMap { name, value in
      if ["open", "won", "lost"].contains(name) {
        value.reportKey("every plan has the stage '\(name)'", "take it out, or name it otherwise")
      }
      return value.share().map { Stage(name: name, chance: $0) }
    }
  }

  private static func effort(_ node: PlanNode) -> [WorkBody.Kind: DecimalText]? {
    let kinds = WorkBody.Kind.allCases
    guard let fields = PlanFields(node, keys: kinds.map(\.rawValue)) else { return nil }
    var effort: [WorkBody.Kind: DecimalText] = [:]
    for kind in kinds {
      if let node = fields[kind.rawValue] { effort[kind] = node.share() }
    }
    let isComplete = effort.count == node.names.count
    return isComplete && node.addUp(Array(effort.values)) ? effort : nil
  }
}
