import Facts

extension Differences {
  mutating func levers(_ old: [Lever: LeverPlan], _ new: [Lever: LeverPlan]) {
    for lever in Lever.allCases {
      let before = old[lever] ?? LeverPlan()
      let after = new[lever] ?? LeverPlan()
      compare("The lead of \(lever.rawValue)", before.lead, after.lead)
      compare("The rolling window of \(lever.rawValue)", before.rolling, after.rolling, Say.days)
      stages(lever, before.stages, after.stages)
      for kind in WorkBody.Kind.allCases {
        compare(
          "The effort meant for \(kind.rawValue) work", before.effort[kind], after.effort[kind],
          Say.percent)
      }
    }
  }

  private mutating func stages(
    _ lever: Lever, _ old: [LeverPlan.Stage], _ new: [LeverPlan.Stage]
  ) {
    guard old.map(\.name) == new.map(\.name) else {
      return compareList("The list of stages of \(lever.rawValue)", old, new) {
        "\($0.name) (\($0.chance.percent))"
      }
    }
    for (before, after) in zip(old, new) {
      compare(
        "The chance of winning from \(after.name)", before.chance, after.chance, Say.percent)
    }
  }

  mutating func people(_ old: [Person], _ new: [Person]) {
    for person in old where !new.contains(where: { $0.id == person.id }) {
      say("\(person.name) leaves the plan.")
    }
    for person in new {
      if let before = old.first(where: { $0.id == person.id }) {
        change(before, person)
      } else {
        say(joining(person))
      }
    }
    let stayed = old.map(\.id).filter { id in new.contains { $0.id == id } }
    let still = new.map(\.id).filter { id in old.contains { $0.id == id } }
    if stayed != still { say("The people stand in another order.") }
  }

  private func joining(_ person: Person) -> String {
    var parts = ["\(person.name) joins \(person.lever?.rawValue ?? "the plan")"]
    person.from.map { parts[0] += " from \($0)" }
    person.to.map { parts[0] += " to \($0)" }
    person.manager.map { parts.append("reports to \($0)") }
    words(person.quota, money.new).map { parts.append("has a quota of \($0)") }
    person.pay.map { parts.append("is paid by \($0)") }
    guard parts.count > 1, let last = parts.popLast() else { return parts[0] + "." }
    return "\(parts.joined(separator: ", ")) and \(last)."
  }

  private mutating func change(_ old: Person, _ new: Person) {
    compare("The name of \(new.id)", old.name, new.name)
    compare("\(new.name)'s lever", old.lever, new.lever, \.rawValue)
    compare("\(new.name)'s manager", old.manager, new.manager)
    compare("\(new.name)'s first day", old.from, new.from)
    compare("\(new.name)'s last day", old.to, new.to)
    targets("\(new.name)'s quota", old.quota, new.quota)
    compare("\(new.name)'s pay plan", old.pay, new.pay)
  }

  mutating func deliver(_ old: [String: Delivery], _ new: [String: Delivery]) {
    compareNamed("The delivery", old, new) { said, name, old, new in
      said.compare("The hour of \(name)", old.at, new.at, Say.clock)
      said.compare("The choice of days for \(name)", old.days, new.days, \.rawValue)
      for address in Set(old.mail).symmetricDifference(new.mail).sorted() {
        let now = new.mail.contains(address) ? "now" : "no longer"
        said.say("\(address) \(now) gets \(name).")
      }
      said.compare("The variable with the chat of \(name)", old.slack, new.slack)
    }
  }
}
