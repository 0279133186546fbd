import Facts
import Pay
import Planning
import Ruling
import Scoreboard
import Surfaces
import Testing

/// Pages about people and their pay, as accepted.
@Suite struct SnapshotOfPayPages {
  private let business: SampleBusiness
  private let run: PayRun

  /// A deal for each person with a quota, and another for the first of them.
  init() throws {
    business = try SampleBusiness.shared.get()
    let day = try #require(CalendarDay("2026-11-05"))
    let start = business.plan.zone.start(of: day).milliseconds
    var facts = PayFacts()
    let sellers = business.plan.people.filter { $0.pay != nil }
    for (index, person) in ([sellers.first].compactMap(\.self) + sellers).enumerated() {
      var deal = PayFact(
        number: Int64(index + 1), at: start + Int64(index), day: day, kind: .deal)
      deal.member = facts.member(person.id.text)
      deal.deal = facts.deal("d-\(index + 1)")
      deal.hasAmount = true
      deal.amount = Int64(4_000 + 1_500 * index)
      deal.stage = .won
      facts.append(deal, id: "d-\(index + 1):won", refers: nil)
    }
    facts.finish()
    run = PayRun(plan: business.plan, facts: facts, day: business.board.day)
  }

  @Test func `everyone by attainment, and as far as may be seen`() throws {
    let heading = business.board.heading
    let standings = run.standings(dayIsOver: false)
    let all = PeoplePage(people: PeopleAnswer(heading: heading, people: standings))
    try Snapshot.check(all.html(SampleBusiness.gm), "people.html")
    let first = try #require(standings.first?.member)
    let own = PeoplePage(
      people: PeopleAnswer(heading: heading, people: standings, privacy: .own(first)))
    try Snapshot.check(own.html(SampleBusiness.gm), "people-own.html")
  }

  @Test func `a statement with its lines`() throws {
    let pay = PayAnswer(
      heading: business.board.heading, people: try run.pay(), business: "Northwind EMEA", version: 1
    )
    let member = try #require(business.plan.people.first { $0.pay != nil }?.id)
    let statement = try #require(pay.statement(of: member))
    #expect(statement.lines.count >= 2)
    try Snapshot.check(
      StatementPage(statement: statement).html(SampleBusiness.gm), "statement.html")
    #expect(pay.statement(of: try #require(MemberID("nobody"))) == nil)
  }
}
