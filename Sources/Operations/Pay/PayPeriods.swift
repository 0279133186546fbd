public import Facts
public import Planning
public import Pay

extension Plan {
  /// Parses the label of a pay period.
  public func payPeriod(_ label: String) throws(Failure) -> (calendar: PayCalendar, period: Period)
  {
    guard let found = PayCalendar.labelled(label, fiscal) else {
      throw Failure(
        problem: "'\(label)' isn't a valid pay period",
        remedy: "write a month like 2026-10, a quarter like 2026-Q4 or a fiscal year like 2026")
    }
    return found
  }

  /// Returns a member's pay period: the one with a label, or else the one that contains a day.
  public func payPeriod(_ label: String?, of member: String, on day: CalendarDay) throws(Failure)
    -> Period
  {
    let (_, plan) = try payPlan(of: member)
    guard let label else { return PayCalendar(plan.period, fiscal).period(containing: day) }
    let (calendar, period) = try payPeriod(label)
    guard calendar.length == plan.period else {
      throw Failure(
        problem: "\(member) is paid by the \(plan.period.rawValue), and \(label) is none",
        remedy:
          "write \(PayCalendar(plan.period, fiscal).period(containing: period.first).label)")
    }
    return period
  }

  /// Returns a person of the plan and their pay plan.
  public func payPlan(of member: String) throws(Failure) -> (person: Person, plan: PayPlan) {
    guard let person = people.first(where: { $0.id.text == member }) else {
      throw Failure(
        problem: "nobody in the plan is called '\(member)'",
        remedy: "the plan has \(people.map(\.id.text).joined(separator: ", "))")
    }
    guard let name = person.pay, let plan = pay[name] else {
      throw Failure(
        problem: "\(member) has no pay plan", remedy: "give them one in the plan: pay: …")
    }
    return (person, plan)
  }
}
