import Facts
import Yams

extension PayPlan {
  private static let keys = [
    "measure", "credit", "pays-on", "period", "target-pay", "prorate", "ramp", "rates", "gate",
    "cap", "draw", "clawback", "spifs", "examples",
  ]

  /// Reads `pay:`.
  static func readAll(_ node: PlanNode, _ currency: Currency?) -> [String: PayPlan]? {
    guard let entries = node.entries() else { return nil }
    var plans: [String: PayPlan] = [:]
    for (name, value) in entries { plans[name] = read(value, currency) }
    return plans
  }

  private static func read(_ node: PlanNode, _ currency: Currency?) -> PayPlan? {
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    var plan = PayPlan()
    plan.readChoices(fields)
    plan.targetPay = fields["target-pay"]?.amount(currency, .positive)
    plan.ramp = fields["ramp"]?.items()?.compactMap { $0.share() } ?? []
    plan.gate = fields["gate"]?.share()
    plan.rates = fields["rates"].flatMap { RateTable.read($0, currency) }
    plan.readLimits(fields, currency)
    plan.spifs = fields["spifs"].map { Spif.readAll($0, currency) } ?? []
    plan.examples = fields["examples"].map { Example.readAll($0, currency, of: plan) } ?? []
    plan.check(fields)
    return plan
  }

  private mutating func readChoices(_ fields: PlanFields) {
    if let measure = fields["measure"]?.word(Measure.self) { self.measure = measure }
    if let credit = fields["credit"]?.word(Credit.self) { self.credit = credit }
    if let paysOn = fields["pays-on"]?.word(PaysOn.self) { self.paysOn = paysOn }
    if let period = fields["period"]?.word(PayPeriod.self) { self.period = period }
    if let prorate = fields["prorate"]?.word(Prorate.self) { self.prorate = prorate }
  }

  private mutating func readLimits(_ fields: PlanFields, _ currency: Currency?) {
    cap = fields["cap"].flatMap { Cap.read($0, currency) }
    draw = fields["draw"].flatMap { Draw.read($0, currency) }
    clawback = fields["clawback"].flatMap(Clawback.read)
  }

  /// Checks the rules that involve several keys.
  private func check(_ fields: PlanFields) {
    let node = fields.node
    if !["rates", "spifs", "draw"].contains(where: fields.isMeant) {
      node.report("the pay plan '\(node.key)' pays nothing", "write rates, spifs or a draw")
    }
    guard !fields.isMeant("target-pay") else { return }
    let multiplies = rates?.tiers.contains { if case .multiplier = $0.pays { true } else { false } }
    if multiplies == true {
      fields["rates"]?.report(
        "a multiplier is of target pay / quota, and 'target-pay' is missing",
        "write target-pay: 5000, or tiers with a rate")
    }
    if case .share? = cap {
      fields["cap"]?.report(
        "a cap in per cent is of target pay, and 'target-pay' is missing",
        "write target-pay: 5000, or a cap of money")
    }
  }
}

extension PayPlan.Cap {
  fileprivate static func read(_ node: PlanNode, _ currency: Currency?) -> PayPlan.Cap? {
    let keys = ["payout", "per-deal"]
    guard let fields = PlanFields(node, keys: keys),
      let key = fields.exactlyOne(of: keys, like: "payout: 250%"), let value = fields[key]
    else { return nil }
    if key == "per-deal" { return value.amount(currency, .positive).map { .perDeal($0) } }
    return value.isPercent
      ? value.share(upTo: .hundredfold).map { .share($0) }
      : value.amount(currency, .positive).map { .amount($0) }
  }
}

extension PayPlan.Draw {
  fileprivate static func read(_ node: PlanNode, _ currency: Currency?) -> PayPlan.Draw? {
    guard let fields = PlanFields(node, keys: ["amount", "recoverable"]) else { return nil }
    let amount = fields.required("amount", like: "amount: 2000")?.amount(currency, .positive)
    let example = "recoverable: true for a loan, or false for a guarantee"
    let recoverable = fields.required("recoverable", like: example)?.flag()
    guard let amount, let recoverable else { return nil }
    return PayPlan.Draw(amount: amount, recoverable: recoverable)
  }
}

extension PayPlan.Clawback {
  fileprivate static func read(_ node: PlanNode) -> PayPlan.Clawback? {
    let keys = ["when", "within", "share", "quota"]
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    let events = fields["when"]?.atLeastOne(like: "[refund, lapse]")?
      .compactMap { $0.word(Event.self) }
    let within = fields.required("within", like: "within: 90d")?.days()
    let share = fields["share"].map { $0.share() } ?? .whole
    let quota = fields["quota"].map { $0.flag() } ?? false
    guard let within, let share, let quota else { return nil }
    return PayPlan.Clawback(
      when: events ?? Event.allCases, within: within, share: share, quota: quota)
  }
}

extension PlanNode {
  /// True if the value is written with a `%`.
  var isPercent: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.string.hasSuffix("%")
  }
}
