import Facts
import Foundation
import Intake
import Ledger
import Planning
import Scoreboard
import Tally
import Testing

/// Every sum of the engine, however it comes about, against the slow reference and against itself.
@Suite struct EngineTests {
  @Test(arguments: UInt64(1)...60)
  func `exposures, paths and totals are what the reference says`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let plays = try business.ledger.playNames().mapValues(\.text)
    let channels = try business.ledger.channelNames()
    for (day, restated) in zip(business.askedDays, [true, false, false]) {
      let board = try business.board(day, restated: restated)
      let reference = business.reference(day, restated: restated)
      let rules = Rules(business.plan)
      var arms: [Reference.Exposure: [Int128]] = [:]
      for (key, arm) in board.timelines.total(Exposures(), rules).arms {
        let play = try #require(PlayID(plays[key.play] ?? ""))
        arms[.init(play: play, day: key.day, side: key.side)] = [
          Int128(arm.customers), Int128(arm.activated), Int128(arm.spent), arm.money,
        ]
      }
      #expect(arms == reference.exposures(), "seed \(seed), \(day), restated \(restated)")
      var steps: [Reference.Step: Int64] = [:]
      for (step, count) in board.timelines.total(TransitionCounts(), rules).counts {
        steps[.init(from: name(step.from, plays), to: name(step.to, plays))] = count
      }
      #expect(steps == reference.steps(), "seed \(seed), \(day), restated \(restated)")
      var counts: [Reference.Total: Int64] = [:]
      for (key, total) in board.timelines.total(DailyTotals(), rules).totals where total.count != 0
      {
        let total = (key.play == 0 ? "" : plays[key.play] ?? "?", total.count)
        counts[
          .init(
            day: key.day, kind: key.kind, lever: key.lever, play: total.0,
            channel: key.channel == 0 ? "" : channels[key.channel] ?? "?"), default: 0] += total.1
      }
      #expect(counts == reference.counts(), "seed \(seed), \(day), restated \(restated)")
    }
  }

  private func name(_ state: TransitionCounts.State, _ plays: [Int64: String]) -> String {
    switch state {
    case .start: "(start)"
    case .money: "(money)"
    case .null: "(null)"
    case .play(let play): plays[play] ?? "?"
    }
  }

  /// Under every model that looks at one customer.
  @Test(arguments: UInt64(1)...40)
  func `credit by lever adds up to the money, and is the daily credit`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let board = try business.board(business.days.upperBound)
    let models = Attribution.Model.allCases.filter { $0 != .markov }
    let totals = board.timelines.total(CreditTotals(models), Rules(business.plan)).totals
    for model in models {
      let rules = Rules(business.plan).with(model: model)
      let daily = board.timelines.total(DailyNumber(), rules).days
      var expected: [Int32: [Lever?: Int128]] = [:]
      for (day, money) in daily {
        let period = rules.period(ofDay: day)
        for lever in Lever.allCases {
          expected[period, default: [:]][lever, default: 0] += money.credit[lever]
        }
        expected[period, default: [:]][nil, default: 0] += money.unattributed
      }
      var found: [Int32: [Lever?: Int128]] = [:]
      for (key, amount) in totals where key.model == model {
        found[key.period, default: [:]][key.lever, default: 0] += amount
      }
      for period in Set(expected.keys).union(found.keys) {
        for lever in Lever.allCases.map(Optional.some) + [nil] {
          #expect(
            found[period]?[lever] ?? 0 == expected[period]?[lever] ?? 0,
            "seed \(seed), \(model), \(period)")
        }
      }
    }
  }
}

/// The index beside a ledger's file: made, extended, damaged, of another ledger.
@Suite struct IndexTests {
  typealias Sums = SumPair<
    SumPair<DailyNumber, DailyTotals>, SumPair<Lifecycle, SumPair<Bridge, Retention>>
  >

  private func sums(_ source: IndexedLedger, _ business: RandomBusiness, end: Instant? = nil) throws
    -> Sums
  {
    let known = end ?? .distantFuture
    let timelines = try Timelines(source, receivedBefore: known, happenedBefore: known)
    let empty = SumPair(
      SumPair(DailyNumber(), DailyTotals()),
      SumPair(
        Lifecycle(today: business.days.upperBound),
        SumPair(Bridge(), Retention(clock: .init(unit: .month)))
      ))
    return timelines.total(empty, Rules(business.plan))
  }

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path + "/fulcrum.db")
  }

  private func keep(_ facts: ArraySlice<Fact>, _ business: RandomBusiness, _ ledger: FactLedger)
    throws
  {
    var writer = LedgerWriter(ledger)
    let arrivals = facts.map {
      LedgerWriter.Arrival($0, received: business.received[$0.id] ?? .distantFuture)
    }
    _ = try writer.append(arrivals, at: Instant(milliseconds: 0)) { _ in
      Rejection(source: "", file: "", line: 0, column: "", why: "", remedy: "", row: "")
    }
  }

  @Test(arguments: UInt64(1)...40)
  func `an index of the first facts with the rest beside it, and folded in, says the same`(
    seed: UInt64
  ) throws {
    let business = try RandomBusiness(seed: seed)
    let whole = try IndexedLedger(business.ledger)
    try inFolder { path in
      let ledger = try FactLedger.open(path, create: true)
      let part = business.facts.count * Int(seed % 10) / 10
      try keep(business.facts[..<part], business, ledger)
      let first = try IndexedLedger(ledger)
      #expect(first.facts == part)
      try keep(business.facts[part...], business, ledger)
      let second = try IndexedLedger(ledger)
      #expect(second.facts == business.facts.count)
      let folded = try second.folded()
      let middle = business.plan.zone.start(of: business.askedDays[1].advanced(by: 1))
      for end in [nil, middle] {
        let expected = try sums(whole, business, end: end)
        #expect(try sums(second, business, end: end) == expected, "seed \(seed)")
        #expect(try sums(folded, business, end: end) == expected, "seed \(seed), folded")
        #expect(try sums(IndexedLedger(ledger), business, end: end) == expected, "seed \(seed)")
      }
    }
  }

  @Test func `an index that is damaged, cut short or of another ledger is made again`() throws {
    let business = try RandomBusiness(seed: 7)
    let other = try RandomBusiness(seed: 8)
    let expected = try sums(IndexedLedger(business.ledger), business)
    try inFolder { path in
      let ledger = try FactLedger.open(path, create: true)
      try keep(business.facts[...], business, ledger)
      _ = try IndexedLedger(ledger)
      let index = URL(fileURLWithPath: path + ".index")
      let sound = try Data(contentsOf: index)
      for place in stride(from: 0, to: sound.count, by: max(1, sound.count / 40)) {
        var damaged = sound
        damaged[place] ^= 0x10
        try damaged.write(to: index)
        #expect(try sums(IndexedLedger(ledger), business) == expected, "byte \(place)")
      }
      try sound.prefix(sound.count / 2).write(to: index)
      #expect(try sums(IndexedLedger(ledger), business) == expected)
      try Data().write(to: index)
      #expect(try sums(IndexedLedger(ledger), business) == expected)
      try inFolder { elsewhere in
        let stranger = try FactLedger.open(elsewhere, create: true)
        try keep(other.facts[...], other, stranger)
        _ = try IndexedLedger(stranger)
        try Data(contentsOf: URL(fileURLWithPath: elsewhere + ".index")).write(to: index)
      }
      #expect(try sums(IndexedLedger(ledger), business) == expected)
    }
  }

  @Test func `an index that cannot take its place stays in memory`() throws {
    let business = try RandomBusiness(seed: 9)
    let expected = try sums(IndexedLedger(business.ledger), business)
    try inFolder { path in
      let ledger = try FactLedger.open(path, create: true)
      try keep(business.facts[...], business, ledger)
      // Made whole, and refused its name by a folder that has it.
      let folder = URL(fileURLWithPath: path + ".index")
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("full"), withIntermediateDirectories: true)
      #expect(try sums(IndexedLedger(ledger), business) == expected)
      let beside = try FileManager.default.contentsOfDirectory(
        atPath: folder.deletingLastPathComponent().path)
      #expect(!beside.contains { $0.contains(".index.") })
    }
  }

  /// Large enough that its memory comes from the system page by page.
  @Test func `a past day leaves an index in memory as it is`() throws {
    let plan = try Plan.read(SoundNumbers.plan)
    let rows = IndexRows(last: 60_000, customers: 300, links: [], isShared: false) {
      after, through, take in
      let nothing = ""
      for number in after + 1...through {
        let row = FactRow(
          number: number, kind: .money, at: number * 86_400_000 / 100,
          received: number * 86_400_000 / 100, customer: 1 + number % 300, amount: 100,
          currency: plan.currency.packed)
        take(row, nothing.utf8Span.span)
      }
    }
    let source = try IndexedLedger(indexing: rows, at: nil, playNames: [:])
    let rules = Rules(plan)
    func revenue(_ end: Instant) throws -> Int128 {
      try Timelines(source, receivedBefore: end, happenedBefore: end).total(DailyNumber(), rules)
        .days.values.reduce(0) { $0 + $1.revenue }
    }
    let middle = Instant(milliseconds: 300 * 86_400_000)
    for _ in 0..<3 {
      #expect(try revenue(middle) == 29_999 * 100)
      #expect(try revenue(.distantFuture) == 60_000 * 100)
    }
  }

  @Test func `amounts at the limit, ancient times and many plays add up`() throws {
    let plan = try Plan.read(SoundNumbers.plan)
    let ledger = try FactLedger.inMemory()
    let reader = FactReader(ofKept: plan.zone)
    var facts: [Fact] = []
    for (index, at) in ["1950-05-01", "2026-01-01", "2150-01-01"].enumerated() {
      for place in 0..<400 {
        let line =
          "{\"id\":\"\(index)-\(place)\",\"kind\":\"money\",\"at\":\"\(at)\",\"customer\":\"c\","
          + "\"amount\":\"90000000000000.00\",\"currency\":\"EUR\"}"
        facts.append(try reader.read(line: ArraySlice(line.utf8)).fact)
      }
    }
    for play in 0..<2_000 {
      let line =
        "{\"id\":\"t\(play)\",\"kind\":\"touch\",\"at\":\"2025-12-31T10:00:00.5Z\",\"customer\":\"c\","
        + "\"play\":\"play \(play)\"}"
      facts.append(try reader.read(line: ArraySlice(line.utf8)).fact)
    }
    var writer = LedgerWriter(ledger)
    _ = try writer.append(
      facts.map { .init($0, received: Instant(milliseconds: 5)) }, at: Instant(milliseconds: 5)
    ) { _ in Rejection(source: "", file: "", line: 0, column: "", why: "", remedy: "", row: "") }
    let timelines = try Timelines(
      ledger, receivedBefore: .distantFuture, happenedBefore: .distantFuture)
    let rules = Rules(plan)
    let daily = timelines.total(DailyNumber(), rules).days
    #expect(daily.values.allSatisfy { $0.revenue == 400 * 9_000_000_000_000_000 })
    #expect(daily.count == 3)
    let credit = timelines.total(CreditTotals([.linear]), rules).totals
    #expect(credit.filter { $0.key.play != 0 }.count == 2_000)
    #expect(
      credit.filter { $0.key.play != 0 }.values.reduce(0, +) == 400 * 9_000_000_000_000_000)
    let exposures = timelines.total(Exposures(), rules).arms
    #expect(exposures.count == 2_000)
    #expect(exposures.values.allSatisfy { $0.customers == 1 && $0.spent == 1 })
    let steps = timelines.total(TransitionCounts(), rules).counts
    #expect(steps.count == 2_001)
    let faults = timelines.total(CreditFaults(), rules)
    #expect(faults.broken.isEmpty)
  }
}

private enum SoundNumbers {
  static let plan = """
    business: Limits
    timezone: UTC
    currency: EUR
    number: { measure: revenue, basis: payments, period: month }
    activation: { money: 1.00 }
    """
}
