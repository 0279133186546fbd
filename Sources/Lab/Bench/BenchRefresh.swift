import Facts
import Ledger
import Simulation
import Tally

/// Times the incremental update of all sums as new facts arrive.
struct BenchRefresh {
  private var standing: StandingSum<Everything>
  private var next: Int64
  private let customers: Int
  private let end: Instant
  private var random = 1 as UInt64

  /// All sums together.
  typealias Everything = SumPair<
    SumPair<SumPair<Exposures, CreditTotals>, SumPair<Lifecycle, Retention>>,
    SumPair<SumPair<TransitionCounts, DailyTotals>, SumPair<DailyNumber, Bridge>>
  >

  init(_ source: IndexedLedger, _ rules: Rules, end: Instant) throws {
    let empty = SumPair(
      SumPair(SumPair(Exposures(), CreditTotals(BenchTasks.models)), BenchTasks.lifecycle),
      SumPair(SumPair(TransitionCounts(), DailyTotals()), SumPair(DailyNumber(), Bridge())))
    standing = try StandingSum(empty, over: source, rules, happenedBefore: .distantFuture)
    next = source.last + 1
    customers = ManyFacts(count: source.facts).customers
    self.end = end
  }

  /// Returns median times for batches of 1, 1,000 and 100,000 facts. Also `audit`: true if a full
  /// pass at the end gives equal sums.
  mutating func run() throws -> JSON {
    var members: [JSON.Member] = []
    for (size, times) in [(1, 301), (1_000, 21), (100_000, 5)] {
      var timings = Timings()
      for _ in 0..<times {
        let rows = batch(size)
        timings.add { _ = standing.take(rows) }
      }
      members.append(
        .init(
          String(size),
          .object([
            .init("core_us", .number(figure(timings.core / 1e3))),
            .init("wall_us", .number(figure(timings.wall / 1e3))),
          ])))
    }
    members.append(.init("audit", .bool(standing.audit())))
    return .object(members)
  }

  /// Nine of ten facts happened in the last minute or so, the others in the last 30 days.
  private mutating func batch(_ size: Int) -> [FactRow] {
    (0..<size).map { _ in
      let chance = draw()
      let age = chance % 10 < 9 ? chance >> 8 & 0xFFFF : (chance >> 8) % (30 * 86_400_000)
      var row = FactRow(
        number: next, kind: .touch, at: end.milliseconds - 1 - Int64(age),
        received: end.milliseconds)
      next += 1
      row.customer = 1 + Int64((chance >> 40) % UInt64(customers))
      switch draw() % 100 {
      case 0..<72:
        row.play = 40 + Int64(chance % 10)
        row.channel = 1 + Int64(chance % 4)
      case 72..<86:
        row.kind = .money
        row.amount = 500 + Int64(chance % 10_000)
        row.hasAmount = true
        row.currency = BenchRefresh.euro
      default:
        row.kind = .time
        row.amount = 60 + Int64(chance % 3_000)
        row.hasAmount = true
      }
      return row
    }
  }

  private static let euro = Currency("EUR")?.packed ?? 0

  private mutating func draw() -> UInt64 {
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return random ^ random >> 29
  }
}
