import Facts
public import Planning

/// Checks a plan's pay plans for effects that their authors did not mean.
public struct PayLint {
  private let plan: Plan

  /// A check of a plan that was read without problems.
  public init(_ plan: Plan) { self.plan = plan }

  /// All findings, sorted by pay plan name, then in the order of ``PlanLint/findings``.
  public var findings: [PayFinding] {
    plan.pay.keys.sorted().flatMap { name in
      plan.pay[name].map { PlanLint(plan, name, $0).findings } ?? []
    }
  }
}

/// Checks one pay plan.
struct PlanLint {
  let whole: Plan
  let name: String
  let pay: PayPlan
  /// The quota used in the findings' amounts, in minor units.
  ///
  /// The largest quota of anyone on the plan, else of an example, else ``nominalQuota``.
  let quota: Exact
  /// True if ``quota`` is the quota of a person on the plan.
  let isQuotaReal: Bool
  /// The smallest quota of anyone on the plan; ``quota`` if nobody has one.
  let smallestQuota: Exact
  let words: PayWords

  /// The quota assumed if neither people nor examples have one, in major units.
  private static let nominalQuota = Exact(100_000)

  init(_ whole: Plan, _ name: String, _ pay: PayPlan) {
    self.whole = whole
    self.name = name
    self.pay = pay
    words = PayWords(currency: whole.currency)
    let minor = Exact.power(ofTen: whole.currency.digits)
    let real = whole.people.filter { $0.pay == name }.flatMap {
      PlanLint.quotas($0, pay, whole)
    }
    let told = pay.examples.compactMap(\.quota).map { Exact($0) * minor }
    quota = real.max() ?? told.max() ?? PlanLint.nominalQuota * minor
    isQuotaReal = !real.isEmpty
    smallestQuota = real.min() ?? quota
  }

  /// The quotas above zero of a person's pay periods in the years that their quota names.
  private static func quotas(_ person: Person, _ pay: PayPlan, _ plan: Plan) -> [Exact] {
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
    }.filter { $0 > .zero }
  }

  /// All findings, in the order of the plan's keys.
  var findings: [PayFinding] {
    tableFindings + targetFindings + gateFindings + limitFindings + spifFindings + exampleFindings
      + creditFindings
  }

  var rules: PayRules {
    PayRules(plan: pay, digits: whole.currency.digits, quota: quota, presence: .one)
  }

  /// The rate table at ``quota``; nil if the plan has none or it cannot be used.
  var curve: RateCurve? { curve(at: quota) }

  /// The rate table at a quota; nil if the plan has none or it cannot be used.
  func curve(at quota: Exact) -> RateCurve? {
    let rules = PayRules(
      plan: pay, digits: whole.currency.digits, quota: quota, presence: .one)
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

  /// The earnings of a single credit, with year gates open, before gate and cap.
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
