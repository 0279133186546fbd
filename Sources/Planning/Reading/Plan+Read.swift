import Facts
import Yams

extension Plan {
  /// Reads a whole `plan.yaml`.
  ///
  /// - Throws: ``PlanProblems`` with all errors, by line and column.
  public static func read(_ yaml: String) throws(PlanProblems) -> Plan {
    let findings = Findings(bytes: yaml.utf8.count)
    let top = PlanNode.top(of: yaml, called: "the plan", findings)
    let plan = top.flatMap { PlanReader($0)?.plan() }
    guard let plan, findings.isEmpty else { throw findings.problems }
    return plan
  }
}

/// Reads the parts of a plan in the order of their dependencies.
struct PlanReader {
  private let fields: PlanFields

  static let keys = [
    "business", "timezone", "currency", "rates", "number", "calendar", "facts", "activation",
    "attribution",
    "levers", "people", "pay", "sources", "deliver",
  ]

  init?(_ top: PlanNode) {
    guard let fields = PlanFields(top, keys: PlanReader.keys) else { return nil }
    self.fields = fields
  }

  /// The plan; nil after reporting if a required part is missing or wrong.
  func plan() -> Plan? {
    let business = fields.required("business", like: "business: Northwind EMEA")?.text()
    let zone = fields.required("timezone", like: "timezone: Europe/London")?.zone()
    let currency = fields.required("currency", like: "currency: EUR")?.currency()
    let number = self.number(currency)
    let activation = fields.required("activation", like: "activation: { money: 1.00 }")
      .flatMap { Activation.read($0, currency) }
    let rest = rest(currency, number?.fiscal)
    guard let business, let zone, let currency, let number, let activation else { return nil }
    var plan = Plan(
      business: business, zone: zone, currency: currency, number: number.goal,
      fiscal: number.fiscal, activation: activation)
    rest.fill(&plan)
    return plan
  }

  private func number(_ currency: Currency?) -> (goal: NumberGoal, fiscal: FiscalCalendar)? {
    let example = "number: { measure: revenue, period: month }"
    return fields.required("number", like: example).flatMap { NumberGoal.read($0, currency) }
  }

  private func rest(_ currency: Currency?, _ fiscal: FiscalCalendar?) -> PlanRest {
    var rest = PlanRest()
    if let node = fields["rates"] { rest.rates = Rates.read(node, to: currency) }
    if let node = fields["calendar"] { rest.calendar = BusinessCalendar.read(node) }
    if let node = fields["facts"] { rest.facts = FactSpan.read(node) }
    if let node = fields["attribution"] { rest.attribution = Attribution.read(node) }
    if let node = fields["levers"] { rest.levers = LeverPlan.readAll(node) ?? [:] }
    if let node = fields["pay"] { rest.pay = PayPlan.readAll(node, currency) ?? [:] }
    if let node = fields["people"] {
      rest.people = PeopleReader(
        currency: currency, fiscal: fiscal, levers: rest.levers, pay: rest.pay,
        payNames: fields["pay"]?.names ?? []
      ).read(node)
    }
    if let node = fields["sources"] {
      let stages = rest.levers[.sales]?.stages.map(\.name) ?? []
      rest.sources = SourceDefinition.readAll(node, stages: stages) ?? [:]
    }
    if let node = fields["deliver"] { rest.deliver = Delivery.readAll(node) ?? [:] }
    return rest
  }
}

/// The parts of a plan that have defaults.
private struct PlanRest {
  var rates: Rates?
  var calendar: BusinessCalendar?
  var facts: FactSpan?
  var attribution: Attribution?
  var levers: [Lever: LeverPlan] = [:]
  var people: [Person] = []
  var pay: [String: PayPlan] = [:]
  var sources: [String: SourceDefinition] = [:]
  var deliver: [String: Delivery] = [:]

  func fill(_ plan: inout Plan) {
    if let rates { plan.rates = rates }
    if let calendar { plan.calendar = calendar }
    if let facts { plan.facts = facts }
    if let attribution { plan.attribution = attribution }
    plan.levers = levers
    plan.people = people
    plan.pay = pay
    plan.sources = sources
    plan.deliver = deliver
  }
}

extension PlanNode {
  /// The keys written here, valid or not.
  var names: [String] {
    guard case .mapping(let mapping) = node else { return [] }
    return mapping.compactMap { $0.key.string }
  }
}
