import Facts
import Planning

/// Gives each event's credit to members, under one version of the plan.
struct Crediting: Sendable {
  let events: PayEvents
  let plan: Plan
  private let organisation: Organisation
  /// Pay terms by member number; nil for members without a pay plan.
  let terms: [Terms?]
  /// The day numbers on which each member is employed, by member number.
  private let presence: [ClosedRange<Int32>]
  /// By member number: true if the member's plan credits by attribution.
  private let attributed: [Bool]
  private let touchShares: TouchShares
  private let lastDay: CalendarDay

  /// A member with their pay plan.
  struct Terms: Sendable {
    let person: Person
    let plan: PayPlan
    let planName: String
  }

  init(_ events: PayEvents, _ plan: Plan, _ organisation: Organisation, day: CalendarDay) {
    self.events = events
    self.plan = plan
    self.organisation = organisation
    lastDay = day
    let members = events.facts.members
    var presence = Array(repeating: Int32.min...Int32.max, count: members.texts.count)
    var terms: [Terms?] = Array(repeating: nil, count: members.texts.count)
    for person in plan.people {
      let number = members.find(person.id.text)
      guard number >= 0 else { continue }
      let first = person.from?.number ?? .min
      presence[Int(number)] = first...max(first, person.to?.number ?? .max)
      guard let name = person.pay, let pay = plan.pay[name] else { continue }
      terms[Int(number)] = Terms(person: person, plan: pay, planName: name)
    }
    self.presence = presence
    self.terms = terms
    attributed = terms.map { $0?.plan.credit == .attributed }
    touchShares = TouchShares(plan.attribution, plays: events.facts.plays.texts)
  }

  /// Books a stream's credits for the members whose terms satisfy `counts`.
  func book(_ stream: PayStream, counts: (Terms) -> Bool) -> CreditBook {
    var book = CreditBook(members: terms.count)
    let counted = terms.map { $0.map(counts) ?? false }
    let teams = terms.indices.contains { counted[$0] && terms[$0]?.plan.credit == .team }
    // A manager's sum also includes credit attributed to reports, whatever the reports' own plans
    // count.
    let rules = Counted(
      counted: counted, teams: teams,
      attributed: attributed.indices.contains { attributed[$0] && (counted[$0] || teams) })
    for (index, event) in events.events(of: stream).enumerated() where isIn(stream, event) {
      give(event, Int32(index), stream, rules, &book)
    }
    return book
  }

  private struct Counted {
    let counted: [Bool]
    let teams: Bool
    let attributed: Bool
  }

  private func isIn(_ stream: PayStream, _ event: PayEvent) -> Bool {
    guard case .retained(let months) = stream else { return true }
    let length: PayPlan.PayPeriod = months == 1 ? .month : months == 3 ? .quarter : .year
    let calendar = PayCalendar(length, plan.fiscal)
    let number = calendar.number(of: event.day)
    return events.customers.spent(event.customer, in: calendar.period(number - 1).days)
      && events.customers.spent(event.customer, in: calendar.period(number).days)
  }

  private func give(
    _ event: PayEvent, _ index: Int32, _ stream: PayStream, _ rules: Counted,
    _ book: inout CreditBook
  ) {
    if event.splits.isEmpty, event.quotaSplits.isEmpty, !rules.teams, !rules.attributed {
      // The common case: without splits, the owner gets all of it.
      let owner = event.owner
      if owner >= 0, rules.counted[Int(owner)], isEmployed(owner, event.day) {
        book.add(.whole, of: event.amount, event: index, to: owner)
      }
      return
    }
    var upward: [Int32: SharePair] = [:]
    for (member, pair) in directShares(event) where isEmployed(member, event.day) {
      let rule = terms[Int(member)]?.plan.credit ?? .split
      if rules.counted[Int(member)], rule == .owner || rule == .split {
        book.add(pair, of: event.amount, event: index, to: member)
      }
      if rules.teams { climb(from: member, event, pair, rules, &upward) }
    }
    for (manager, pair) in upward.sorted(by: { $0.key < $1.key }) {
      book.add(pair, of: event.amount, event: index, to: manager)
    }
    if rules.attributed { attribute(event, index, rules, &book) }
  }

  /// Each member's share of an event under the rule of their own plan.
  ///
  /// `owner` gives all of it to the event's owner, `split` each member's share. Members under other
  /// rules get their share too, because their managers' sums need it.
  private func directShares(_ event: PayEvent) -> [(Int32, SharePair)] {
    guard !event.splits.isEmpty || !event.quotaSplits.isEmpty else {
      return event.owner >= 0 && !isAttributed(event.owner) ? [(event.owner, .whole)] : []
    }
    let ofQuota = events.facts.splits(event.quotaSplits.isEmpty ? event.splits : event.quotaSplits)
    let ofPaid =
      event.splits.isEmpty
      ? [PaySplit(member: event.owner, share: .one)] : events.facts.splits(event.splits)
    var shares: [(Int32, SharePair)] = []
    func add(_ member: Int32) {
      guard member >= 0, !isAttributed(member), !shares.contains(where: { $0.0 == member }) else {
        return
      }
      if terms[Int(member)]?.plan.credit == .owner {
        if member == event.owner { shares.append((member, .whole)) }
        return
      }
      let quota = ofQuota.first { $0.member == member }?.share ?? .zero
      let paid = ofPaid.first { $0.member == member }?.share ?? .zero
      if quota != .zero || paid != .zero {
        shares.append((member, SharePair(quota: quota, paid: paid)))
      }
    }
    add(event.owner)
    for split in ofPaid { add(split.member) }
    for split in ofQuota { add(split.member) }
    return shares
  }

  private func isAttributed(_ member: Int32) -> Bool { attributed[Int(member)] }

  private func isEmployed(_ member: Int32, _ day: CalendarDay) -> Bool {
    presence[Int(member)].contains(day.number)
  }

  /// Adds a share to each manager above the member, if the manager's plan credits by team.
  private func climb(
    from member: Int32, _ event: PayEvent, _ pair: SharePair, _ rules: Counted,
    _ upward: inout [Int32: SharePair]
  ) {
    let members = events.facts.members
    guard let id = MemberID(members.texts[Int(member)]) else { return }
    for manager in organisation.managers(of: id, at: event.at) {
      let number = members.find(manager.text)
      guard number >= 0, rules.counted[Int(number)],
        terms[Int(number)]?.plan.credit == .team, isEmployed(number, event.day)
      else { continue }
      let sum = upward[number] ?? SharePair(quota: .zero, paid: .zero)
      upward[number] = SharePair(quota: sum.quota + pair.quota, paid: sum.paid + pair.paid)
    }
  }

  /// Credits an event to the owners of the plays that touched its customer before it.
  private func attribute(
    _ event: PayEvent, _ index: Int32, _ rules: Counted, _ book: inout CreditBook
  ) {
    if event.kind == .cost {
      if let owner = owner(ofPlay: event.play), isEmployed(owner, event.day) {
        give(owner, event.amount, index, event, rules, &book)
      }
      return
    }
    var moment = event.at
    var before: Int64 = 0
    if event.origin >= 0 {
      let stream = event.kind == .lost ? events.bookings : events.payments
      moment = stream[Int(event.origin)].at
      before = event.kind == .refund ? events.refunded(before: event) : 0
    }
    let touches = events.customers.touches(of: event.customer)
    let shares = touchShares.shares(of: event.amount, before: before, at: moment, touches)
    var sums: [Int32: Int64] = [:]
    for share in shares {
      if let owner = owner(ofPlay: share.play) { sums[owner, default: 0] += share.amount }
    }
    for (owner, amount) in sums.sorted(by: { $0.key < $1.key })
    where amount != 0 && isEmployed(owner, event.day) {
      give(owner, amount, index, event, rules, &book)
    }
  }

  private func give(
    _ owner: Int32, _ amount: Int64, _ index: Int32, _ event: PayEvent, _ rules: Counted,
    _ book: inout CreditBook
  ) {
    guard isAttributed(owner) else { return }
    if rules.counted[Int(owner)] { book.add(.whole, of: amount, event: index, to: owner) }
    guard rules.teams else { return }
    var upward: [Int32: SharePair] = [:]
    climb(from: owner, event, .whole, rules, &upward)
    for (manager, pair) in upward.sorted(by: { $0.key < $1.key }) {
      book.add(pair, of: amount, event: index, to: manager)
    }
  }

  private func owner(ofPlay play: Int32) -> Int32? {
    guard play >= 0, let place = events.plays[play] else { return nil }
    let owner = events.facts.facts[Int(place)].member
    return owner >= 0 ? owner : nil
  }
}
