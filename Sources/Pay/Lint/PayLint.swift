import Facts
public import Planning

/// Looks through the pay plans of a plan for what their authors did not mean.
public struct PayLint {
  private let plan: Plan

  /// Looks at a plan that was read.
  public init(_ plan: Plan) { self.plan = plan }

  /// What was found, by pay plan in the order of names, then by place.
  public var findings: [PayFinding] {
    plan.pay.keys.sorted().flatMap { name in
      plan.pay[name].map { PlanLint(plan, name, $0).findings } ?? []
    }
  }
}

/// Looks through one pay plan.
struct PlanLint {
  let whole: Plan
  let name: String
  let pay: PayPlan
  /// A quota to speak of, in minor units: the largest of anyone on the plan, or an example's.
  let quota: Exact
  /// Whether anyone on the plan has that quota.
  let isQuotaReal: Bool
  let words: PayWords

  /// What is spoken of where no quota is known, in major units.
  private static let nominalQuota = Exact(100_000)

  init(_ whole: Plan, _ name: String, _ pay: PayPlan) {
    self.whole = whole
    self.name = name
    self.pay = pay
    words = PayWords(currency: whole.currency)
    let minor = Exact.power(ofTen: whole.currency.digits)
    let real = whole.people.filter { $0.pay == name }.compactMap {
      PlanLint.largest($0, pay, whole)
    }
    let told = pay.examples.compactMap(\.quota).map { Exact($0) * minor }
    quota = real.max() ?? told.max() ?? PlanLint.nominalQuota * minor
    isQuotaReal = !real.isEmpty
  }

  /// The largest quota of a person's pay periods in the years that their quota names.
  private static func largest(_ person: Person, _ pay: PayPlan, _ plan: Plan) -> Exact? {
    let terms = QuotaTerms(person, pay, plan.fiscal)
    let days: [CalendarDay]
    switch person.quota {
    case .byPeriod(let amounts):
      days = amounts.keys.compactMap { plan.fiscal.period(labelled: $0)?.first }
    case .yearly:
      days = (0..<12).compactMap { CalendarDay(year: 2026, month: $0 + 1, day: 1) }
        .map { day in person.from.map { max($0, day) } ?? day }
    }
    return days.compactMap { day in
      terms.quota(terms.calendar.number(of: day)).map { Exact($0.whole) }
    }.max().flatMap { $0 > .zero ? $0 : nil }
  }

  /// Everything found, by the order of the plan's keys.
  var findings: [PayFinding] {
    tableFindings + gateFindings + limitFindings + spifFindings + exampleFindings
      + creditFindings
  }

  var rules: PayRules {
    PayRules(plan: pay, digits: whole.currency.digits, quota: quota, presence: .one)
  }

  /// The rate table at the quota spoken of; nil where there is none.
  var curve: RateCurve? {
    do throws(RateCurve.Undefined) { return try rules.curve() } catch { return nil }
  }

  func find(
    _ kind: PayFinding.Kind, _ place: String, _ sentence: String, stake: Exact? = nil
  ) -> PayFinding {
    PayFinding(
      plan: name, kind: kind, path: "pay.\(name).\(place)", sentence: sentence,
      stake: stake.flatMap { ($0 < .zero ? -$0 : $0).rounded }
        .map { Money(minor: $0, whole.currency) })
  }

  /// `50% of quota (5,000.00)`, or `5,000.00`.
  func position(_ credit: Exact) -> String {
    guard pay.rates?.by == .attainment else { return words.amount(credit) }
    return "\(PayWords.percent(credit / quota)) of quota (\(words.amount(credit)) \(atQuota))"
  }

  /// `at a quota of 10,000.00`.
  var atQuota: String { "at a quota of \(words.amount(quota))" }

  /// What credit of one piece earns, with year gates open, before gate and cap.
  func earns(_ credit: Exact, _ curve: RateCurve) -> Exact {
    if curve.how == .whole { return curve.wholeRate(at: credit, isOpen: true) * credit }
    return curve.tiers.reduce(.zero) { sum, tier in
      let top = tier.end.map { min($0, credit) } ?? credit
      return top > tier.start ? sum + (top - tier.start) * tier.rate : sum
    }
  }

  private var exampleFindings: [PayFinding] {
    pay.examples.enumerated().flatMap { index, example -> [PayFinding] in
      let place = "examples[\(index)]"
      do throws(PayProblem) {
        let run = try ExampleRun(example, of: pay, whole.currency)
        return example.misses(run, whole.currency).map { miss in
          let difference = Exact(miss.found.minor) - rules.minor(miss.said)
          return find(
            .example, place,
            "\(miss.what): the example says \(miss.said) and the rules give "
              + "\(words.amount(miss.found.minor)).", stake: difference)
        }
      } catch {
        return [find(.example, place, "\(error.problem).")]
      }
    }
  }

  private var creditFindings: [PayFinding] {
    let model = whole.attribution.model
    guard pay.credit == .attributed, model == .markov || model == .shapley else { return [] }
    return [
      find(
        .unpaid, "credit",
        "Credit under '\(model.rawValue)' needs all customers' paths, which pay does not use: nobody "
          + "would be credited. Choose first, last, linear, position or decay.")
    ]
  }
}
