import Facts

extension SimulatedBusiness {
  /// A complete `plan.yaml` for the business.
  ///
  /// Targets and quotas are near the actual sums, some above and some below.
  public func planYAML() -> String {
    let survey = Survey(world)
    let goals = Goals(survey, world)
    let labels = goals.months.map(\.label)
    let targets = goals.goals(survey.payments, number: 0, least: 50_000)
    return """
      # A simulated business; everyone in it is made up.
      business: Northwind EMEA
      timezone: \(zone.name)
      currency: EUR
      rates: { \(rates) }
      number:
        measure: revenue
        basis: payments
        period: month
        year-starts: january
        targets: { \(byMonth(labels, targets)) }
      calendar:
        weekend: [saturday, sunday]
        holidays: [\(world.calendar.holidays.map(\.description).joined(separator: ", "))]
      activation: { money: \(euros(Survey.thresholds.money)), time: 30m, within: 14d, lapse: 60d }
      attribution: { model: position, lookback: 30d }
      levers:
        product:   { lead: priya, rolling: 90d, effort: { revenue: 40%, experience: 40%, debt: 20% } }
        marketing: { lead: mia }
        sales:     { lead: sam, stages: { qualified: 20%, proposal: 50%, verbal: 80% } }
      people:
      \(people(survey, goals).joined(separator: "\n"))
      pay:
      \(SimulatedBusiness.pay)

      """
  }

  private var rates: String {
    World.rates.map { "\($0.code): \(DecimalText.render($0.hundredths, places: 2))" }
      .joined(separator: ", ")
  }

  private func people(_ survey: Survey, _ goals: Goals) -> [String] {
    Staff.leads.map(line) + reps(survey, goals)
  }

  private func line(of lead: (id: String, name: String, lever: Lever, manager: String?)) -> String {
    let manager = lead.manager.map { ", manager: \($0)" } ?? ""
    return "  - { id: \(lead.id), name: \(lead.name), lever: \(lead.lever.rawValue)\(manager) }"
  }

  private func reps(_ survey: Survey, _ goals: Goals) -> [String] {
    world.staff.reps.enumerated().map { index, rep in
      let sums = survey.bookingsByRep[rep.id] ?? survey.months.map { _ in 0 }
      let mean = sums.reduce(0, +) / Int64(max(sums.count, 1))
      // Half the rep's own sum and half the mean, so that quotas do not repeat luck.
      let quota = goals.goals(sums.map { ($0 + mean) / 2 }, number: index + 1, least: 10_000)
      let there = zip(goals.months, quota).filter { isEmployed(rep, in: $0.0) }
      return line(of: rep, quota: byMonth(there.map(\.0.label), there.map(\.1)))
    }
  }

  private func line(of rep: Rep, quota: String) -> String {
    let to = rep.to.map { "\n    to: \(world.calendar.day($0))" } ?? ""
    return """
        - id: \(rep.id)
          name: \(rep.name)
          lever: sales
          manager: \(rep.manager)
          from: \(world.calendar.day(rep.from))\(to)
          quota: { \(quota) }
          pay: account-executive
      """
  }

  private func isEmployed(_ rep: Rep, in month: Period) -> Bool {
    let to = rep.to.map { world.calendar.day($0) } ?? month.last
    return world.calendar.day(rep.from) < month.end && month.first <= to
  }

  private func byMonth(_ labels: [String], _ amounts: [Int64]) -> String {
    zip(labels, amounts).map { "\($0): \(euros($1))" }.joined(separator: ", ")
  }

  private func euros(_ cents: Int64) -> String { DecimalText.render(cents, places: 2) }

  private static let pay = """
      account-executive:
        measure: bookings
        credit: split
        pays-on: booked
        target-pay: 2500
        rates:
          how: marginal
          by: attainment
          tiers:
            - { up-to: 50%, multiplier: 0.6 }
            - { up-to: 100%, multiplier: 1 }
            - { multiplier: 1.4 }
        cap: { payout: 250% }
        clawback: { when: [refund, lapse], within: 90d }
    """
}
