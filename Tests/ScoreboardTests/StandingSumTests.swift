import Facts
import Intake
import Ledger
import Planning
import Tally
import Testing

@Suite struct StandingSumTests {
  /// Facts are kept a few at a time, in the order received, and the kept-up sums compared with a full
  /// pass each time.
  @Test(arguments: UInt64(1)...40)
  func `a sum kept up to date equals a full pass`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let rules = Rules(business.plan)
    let end = Instant.distantFuture
    let empty = Both(
      Both(DailyNumber(), DailyTotals()),
      Both(
        Lifecycle(today: business.days.upperBound),
        Both(Bridge(), Retention(clock: .init(unit: .week)))))
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
        Rejection(source: "", file: "", line: 0, column: "", why: "", mend: "", row: "")
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
    let empty = Both(DailyNumber(), Lifecycle(today: business.days.upperBound))
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
}
