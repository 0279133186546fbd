import Facts
import Intake
import Ledger
import Planning
import Tally
import Testing

@Suite struct StandingSumTests {
  private typealias Everything = SumPair<
    SumPair<SumPair<DailyNumber, DailyTotals>, SumPair<Lifecycle, SumPair<Bridge, Retention>>>,
    SumPair<Exposures, SumPair<CreditTotals, TransitionCounts>>
  >

  /// Every sum that the engine keeps up, nothing yet.
  private func nothing(_ business: RandomBusiness) -> Everything {
    let models: [Attribution.Model] = [.first, .last, .linear, .position, .decay]
    return SumPair(
      SumPair(
        SumPair(DailyNumber(), DailyTotals()),
        SumPair(
          Lifecycle(today: business.days.upperBound),
          SumPair(Bridge(), Retention(clock: .init(unit: .week))))),
      SumPair(Exposures(), SumPair(CreditTotals(models), TransitionCounts())))
  }

  /// Facts are kept a few at a time, in the order received, and the kept-up sums compared with a full
  /// pass each time.
  @Test(arguments: UInt64(1)...40)
  func `a sum kept up to date equals a full pass`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let rules = Rules(business.plan)
    let end = Instant.distantFuture
    let empty = nothing(business)
    let ledger = try FactLedger.inMemory()
    var standing = try StandingSum(empty, over: ledger, rules, happenedBefore: end)
    var writer = LedgerWriter(ledger)
    var index = 0
    while index < business.facts.count {
      let next = min(index + 1 + index / 3, business.facts.count)
      let arrivals = business.facts[index..<next].map {
        LedgerWriter.Arrival($0, received: business.received[$0.id] ?? end)
      }
      _ = try writer.append(arrivals, at: Instant(milliseconds: 0)) { _ in
        Rejection(source: "", file: "", line: 0, column: "", why: "", remedy: "", row: "")
      }
      index = next
      try standing.refresh()
      let timelines = try Timelines(ledger, receivedBefore: end, happenedBefore: end)
      #expect(standing.sum == timelines.total(empty, rules), "seed \(seed), \(index) facts")
    }
  }

  /// Time goes on while facts are kept: facts that have not happened yet wait, wherever they lie.
  @Test(arguments: UInt64(101)...130)
  func `a sum kept up to date as time goes on equals a full pass`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let rules = Rules(business.plan)
    let moments = business.facts.map(\.at).sorted()
    let empty = nothing(business)
    let ledger = try FactLedger.inMemory()
    // A third is there at the start, so that some of it lies in the index and has not happened.
    var index = business.facts.count / 3
    var writer = LedgerWriter(ledger)
    func keep(_ facts: ArraySlice<Fact>) throws {
      let arrivals = facts.map {
        LedgerWriter.Arrival($0, received: business.received[$0.id] ?? .distantFuture)
      }
      _ = try writer.append(arrivals, at: Instant(milliseconds: 0)) { _ in nil }
    }
    try keep(business.facts[..<index])
    var standing = try StandingSum(
      empty, over: ledger, rules, happenedBefore: moments[moments.count / 4])
    var isOver = false
    while !isOver {
      let next = min(index + 1 + index / 4, business.facts.count)
      try keep(business.facts[index..<next])
      index = next
      isOver = index == business.facts.count
      let end = isOver ? .distantFuture : moments[moments.count / 4 + index / 2]
      try standing.refresh(until: end)
      let timelines = try Timelines(ledger, receivedBefore: .distantFuture, happenedBefore: end)
      #expect(standing.sum == timelines.total(empty, rules), "seed \(seed), \(index) facts")
      #expect(standing.timelines.firstAt == timelines.firstAt, "seed \(seed), \(index) facts")
      #expect(try !standing.refresh(until: end), "nothing is taken in twice")
    }
  }

  private static let touch = """
    {"id":"t","kind":"touch","at":"2026-04-01T08:00:00Z","customer":"c","play":"spring"}
    """
  private static let payment = Handmade.money("2026-04-01T12:00:00Z", "100.00")
  private static let refund = """
    {"id":"r","kind":"money","at":"2026-04-01T10:00:00Z","of":"2026-04-01T12:00:00Zc",\
    "amount":"-40.00","currency":"EUR"}
    """
  private static let ownRefund = refund.replacing(#""of""#, with: #""customer":"c","of""#)

  private static func retraction(of id: String) -> String {
    #"{"id":"x","kind":"retract","at":"2026-04-01T13:00:00Z","fact":"\#(id)"}"#
  }

  /// Facts kept together, and the hour until which time has gone on then.
  private struct Batch {
    let facts: [String]
    let hour: Int64

    init(_ facts: [String], _ hour: Int64) {
      self.facts = facts
      self.hour = hour
    }
  }

  private static let paid = "2026-04-01T12:00:00Zc"

  private static let stories: [[Batch]] = [
    // A refund that names no customer lies with the payer; taken back, the payer changes.
    [Batch([touch, payment, refund], 14), Batch([retraction(of: "r")], 14)],
    [Batch([touch, payment, refund], 14), Batch([retraction(of: paid)], 14)],
    [Batch([touch, payment], 14), Batch([refund], 14), Batch([retraction(of: "r")], 14)],
    [Batch([touch, refund], 14), Batch([payment], 14), Batch([retraction(of: "r")], 14)],
    // A refund whose payment is known and has not happened.
    [Batch([touch], 9), Batch([payment, ownRefund], 11), Batch([], 13)],
    [Batch([touch], 9), Batch([ownRefund], 11), Batch([payment], 11), Batch([], 13)],
    [
      Batch([touch], 9), Batch([payment, refund], 11), Batch([], 13),
      Batch([retraction(of: "r")], 14),
    ],
    [Batch([touch], 9), Batch([payment], 11), Batch([retraction(of: paid)], 11), Batch([], 13)],
  ]

  @Test(arguments: stories.indices)
  func `facts that hang on others`(story: Int) throws {
    let batches = Self.stories[story]
    let start = Instant(milliseconds: 1_775_001_600_000)
    func end(_ hour: Int64) -> Instant { start.advanced(bySeconds: hour * 3600) }
    let first = try #require(batches.first)
    let business = try Handmade(first.facts)
    let rules = Rules(business.plan)
    let empty = SumPair(DailyNumber(), SumPair(DailyTotals(), CreditTotals([.linear])))
    var standing = try StandingSum(
      empty, over: business.ledger, rules, happenedBefore: end(first.hour))
    for batch in batches.dropFirst() {
      try business.keep(batch.facts)
      try standing.refresh(until: end(batch.hour))
      let full = try Timelines(
        business.ledger, receivedBefore: .distantFuture, happenedBefore: end(batch.hour)
      ).total(empty, rules)
      #expect(standing.sum == full, "story \(story), \(batch)")
    }
  }
}
