import Facts

/// Reads `people:` and checks them against each other and the pay plans.
struct PeopleReader {
  let currency: Currency?
  let fiscal: FiscalCalendar?
  let levers: [Lever: LeverPlan]
  let pay: [String: PayPlan]
  /// The names of all pay plans in the text, valid or not.
  let payNames: [String]

  private static let keys = ["id", "name", "lever", "manager", "from", "to", "quota", "pay"]

  private struct Entry {
    let fields: PlanFields
    let person: Person
  }

  /// The people that could be read, in the plan's order.
  func read(_ node: PlanNode) -> [Person] {
    let entries = (node.items() ?? []).compactMap(entry)
    checkIDs(entries)
    checkManagers(entries, all: node)
    checkCircles(entries)
    let plans = Set(payNames)
    for entry in entries { checkPay(entry, plans) }
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

  /// Checks that each manager is one of the people or leads a lever. If somebody's id could not
  /// be read, they may be that manager, so nothing is reported.
  private func checkManagers(_ entries: [Entry], all node: PlanNode) {
    guard node.items()?.count == entries.count else { return }
    let known = Set(entries.map(\.person.id)).union(levers.values.compactMap(\.lead))
    let names = known.map(\.text).sorted()
    for entry in entries {
      guard let manager = entry.person.manager, !known.contains(manager) else { continue }
      let near = node.findings.nearest(to: manager.text, among: names)
      entry.fields["manager"]?.report(
        "nobody here is called '\(manager)'",
        near.map { "did you mean '\($0)'?" } ?? "add '\(manager)' to people, or as a lever's lead")
    }
  }

  /// Reports cycles of managers. Each person is walked once: one met on an earlier walk leads
  /// only to cycles already reported.
  private func checkCircles(_ entries: [Entry]) {
    var places: [MemberID: Int] = [:]
    var managers: [MemberID: MemberID] = [:]
    for (place, entry) in entries.enumerated() {
      places[entry.person.id] = places[entry.person.id] ?? place
      managers[entry.person.id] = entry.person.manager
    }
    var walkOf = [Int](repeating: -1, count: entries.count)
    for start in entries.indices {
      var here: Int? = places[entries[start].person.id]
      while let place = here, walkOf[place] < 0 {
        walkOf[place] = start
        here = managers[entries[place].person.id].flatMap { places[$0] }
      }
      guard let place = here, walkOf[place] == start else { continue }
      let circle = circle(from: place, entries, managers, places)
      guard let first = circle.min() else { continue }
      report(circle, from: first, entries)
    }
  }

  /// The indices of a cycle's people, from one of them upwards.
  private func circle(
    from start: Int, _ entries: [Entry], _ managers: [MemberID: MemberID],
    _ places: [MemberID: Int]
  ) -> [Int] {
    var circle = [start]
    while let last = circle.last, let next = managers[entries[last].person.id],
      let place = places[next], place != start
    {
      circle.append(place)
    }
    return circle
  }

  /// The most names that a report of a cycle lists.
  private static let mostSaid = 20

  /// Reports a cycle at its first person in the plan.
  private func report(_ circle: [Int], from first: Int, _ entries: [Entry]) {
    let turn = circle.firstIndex(of: first) ?? 0
    let names = (circle[turn...] + circle[..<turn]).map { entries[$0].person.id.text }
    let said =
      names.prefix(PeopleReader.mostSaid) + (names.count > PeopleReader.mostSaid ? ["…"] : [])
    let way = (said + [entries[first].person.id.text]).joined(separator: " → ")
    entries[first].fields["manager"]?.report(
      "the managers run in a circle: \(way)", "take one of these managers out")
  }

  private func checkPay(_ entry: Entry, _ plans: Set<String>) {
    guard let name = entry.person.pay else { return }
    guard plans.contains(name) else {
      let near = entry.fields.node.findings.nearest(to: name, among: payNames)
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
  /// True if pay depends on the share of quota reached, which is undefined without a quota.
  var needsQuota: Bool { gate != nil || rates?.needsQuota == true }
}

extension RateTable {
  /// True if tiers end at a share of quota or pay a multiple of target pay / quota.
  var needsQuota: Bool {
    by == .attainment || tiers.contains { if case .multiplier = $0.pays { true } else { false } }
  }
}
