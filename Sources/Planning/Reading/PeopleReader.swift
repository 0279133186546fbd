import Facts

/// Reads `people:`, and checks them against each other and the pay plans.
struct PeopleReader {
  let currency: Currency?
  let fiscal: FiscalCalendar?
  let levers: [Lever: LeverPlan]
  let pay: [String: PayPlan]
  /// The pay plans that are written, sound or not.
  let payNames: [String]

  private static let keys = ["id", "name", "lever", "manager", "from", "to", "quota", "pay"]

  private struct Entry {
    let fields: PlanFields
    let person: Person
  }

  /// Everyone who could be read, in the plan's order.
  func read(_ node: PlanNode) -> [Person] {
    let entries = (node.items() ?? []).compactMap(entry)
    checkIDs(entries)
    checkManagers(entries, all: node)
    checkCircles(entries)
    for entry in entries { checkPay(entry) }
    return entries.map(\.person)
  }

  private func entry(_ node: PlanNode) -> Entry? {
    guard let fields = PlanFields(node, keys: PeopleReader.keys) else { return nil }
    let id: MemberID? = fields.required("id", like: "id: ana")?.id()
    let name = fields["name"]?.text()
    let lever = fields["lever"]?.word(Lever.self)
    let manager: MemberID? = fields["manager"]?.id()
    let days = days(fields)
    let reader = TargetsReader(currency: currency, fiscal: fiscal, sign: .notNegative)
    let quota = fields["quota"].flatMap(reader.read) ?? .byPeriod([:])
    let pay = fields["pay"]?.text()
    guard let id else { return nil }
    let person = Person(
      id: id, name: name ?? id.text, lever: lever, manager: manager, from: days.from, to: days.to,
      quota: quota, pay: pay)
    return Entry(fields: fields, person: person)
  }

  private func days(_ fields: PlanFields) -> (from: CalendarDay?, to: CalendarDay?) {
    let from = fields["from"]?.day()
    let to = fields["to"]?.day()
    if let from, let to, to < from {
      fields["to"]?.report(
        "the last day \(to) is before the first (\(from))", "write a day from \(from) on")
    }
    return (from, to)
  }

  private func checkIDs(_ entries: [Entry]) {
    var seen: Set<MemberID> = []
    for entry in entries where !seen.insert(entry.person.id).inserted {
      entry.fields["id"]?.report(
        "there is another '\(entry.person.id)'", "give each person an id of their own")
    }
  }

  /// A manager is one of the people or leads a lever. People whose id could not be read may be the
  /// one that is meant, so then nothing is said.
  private func checkManagers(_ entries: [Entry], all node: PlanNode) {
    guard node.items()?.count == entries.count else { return }
    let known = Set(entries.map(\.person.id)).union(levers.values.compactMap(\.lead))
    for entry in entries {
      guard let manager = entry.person.manager, !known.contains(manager) else { continue }
      let near = Suggestion.nearest(to: manager.text, among: known.map(\.text).sorted())
      entry.fields["manager"]?.report(
        "nobody here is called '\(manager)'",
        near.map { "did you mean '\($0)'?" } ?? "add '\(manager)' to people, or as a lever's lead")
    }
  }

  private func checkCircles(_ entries: [Entry]) {
    var managers: [MemberID: MemberID] = [:]
    for entry in entries { managers[entry.person.id] = entry.person.manager }
    var said: Set<MemberID> = []
    for entry in entries where !said.contains(entry.person.id) {
      guard let circle = circle(from: entry.person.id, managers) else { continue }
      said.formUnion(circle)
      let way = (circle + [entry.person.id]).map(\.text).joined(separator: " → ")
      entry.fields["manager"]?.report(
        "the managers run in a circle: \(way)", "take one of these managers out")
    }
  }

  private func circle(from start: MemberID, _ managers: [MemberID: MemberID]) -> [MemberID]? {
    var way = [start]
    while let last = way.last, let next = managers[last] {
      if next == start { return way }
      if way.contains(next) { return nil }
      way.append(next)
    }
    return nil
  }

  private func checkPay(_ entry: Entry) {
    guard let name = entry.person.pay else { return }
    guard payNames.contains(name) else {
      let near = Suggestion.nearest(to: name, among: payNames)
      entry.fields["pay"]?.report(
        "there is no pay plan '\(name)'",
        near.map { "did you mean '\($0)'?" } ?? "add it under 'pay', or take this out")
      return
    }
    guard pay[name]?.needsQuota == true else { return }
    checkQuota(entry, pay: name)
  }

  private func checkQuota(_ entry: Entry, pay: String) {
    let why = "the pay plan '\(pay)' pays by the share of quota reached"
    guard let quota = entry.fields["quota"] else {
      entry.fields["pay"]?.report(
        "\(why), and '\(entry.person.id)' has no quota", "write a quota, or another pay plan")
      return
    }
    let zero =
      switch entry.person.quota {
      case .byPeriod(let amounts): amounts.values.contains(0)
      case .yearly(let amount, _): amount == 0
      }
    guard zero, currency != nil else { return }
    quota.report("\(why), and this quota has a zero", "write a quota above zero")
  }
}

extension PayPlan {
  /// Whether the share of quota reached decides what is paid; it is undefined without a quota.
  var needsQuota: Bool { gate != nil || rates?.needsQuota == true }
}

extension RateTable {
  /// Whether tiers end at a share of quota or pay a multiple of target pay / quota.
  var needsQuota: Bool {
    by == .attainment || tiers.contains { if case .multiplier = $0.pays { true } else { false } }
  }
}
