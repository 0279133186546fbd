import Facts
import Intake
import Ledger
import Planning
import Scoreboard
import Tally

@testable import Operations

/// A business whose facts are as odd as any that ever got into a ledger: put there past the reader, as facts were
/// that other versions took in.
struct OddBusiness {
  let plan: Plan
  let ledger: FactLedger
  let indexed: IndexedLedger
  let now: Instant

  /// 2026-11-27T12:00:00Z.
  static let now = Instant(milliseconds: 1_795_780_800_000)

  init(_ facts: [String], plan text: String, now: Instant = OddBusiness.now) throws {
    self.now = now
    plan = try Plan.read(text)
    ledger = try FactLedger.inMemory()
    _ = try ledger.apply(
      planText: text, by: Principal(.command, "test"),
      at: Instant(milliseconds: now.milliseconds - 1000))
    let reader = FactReader(ofKept: plan.zone)
    var writer = LedgerWriter(ledger)
    let arrivals = try facts.map { text in
      LedgerWriter.Arrival(
        try reader.read(line: ArraySlice(text.utf8)).fact,
        received: Instant(milliseconds: now.milliseconds - 500))
    }
    _ = try writer.append(arrivals, at: now) { conflict in
      Rejection(
        source: "", file: "", line: 0, column: "", why: conflict.difference, remedy: "", row: "")
    }
    indexed = try IndexedLedger(ledger)
  }

  /// A business whose facts came in over time, under a plan that was there from the first.
  init(
    _ arrivals: [LedgerWriter.Arrival], rejections: [Rejection] = [], plan text: String,
    now: Instant
  ) throws {
    self.now = now
    plan = try Plan.read(text)
    ledger = try FactLedger.inMemory()
    let first = arrivals.compactMap(\.received).min() ?? now
    _ = try ledger.apply(planText: text, by: Principal(.command, "test"), at: first)
    var writer = LedgerWriter(ledger)
    _ = try writer.append(arrivals, rejections: rejections, at: now) { _ in nil }
    indexed = try IndexedLedger(ledger)
  }

  func board() throws -> DayScoreboard {
    try Pipeline.workOut(indexed, View.live(plan, now: now), plan)
  }

  /// Plans that between them use every rule that looks at days, references and shares.
  static let plans = [
    """
    business: Odd
    timezone: Europe/London
    currency: EUR
    rates: { USD: { 2020-01: 0.9, 2026-02: 1000000000 }, JPY: 0.0061 }
    number: { measure: revenue, basis: payments, period: month, targets: { yearly: 3000000 } }
    activation: { money: 1.00, time: 30m, within: 14d, lapse: 8w }
    attribution: { model: markov, lookback: 3660d }
    levers: { sales: { lead: sam, stages: { proposal: 50% } }, marketing: { lead: mia } }
    people:
      - { id: sam, lever: sales, pay: team }
      - { id: ana, lever: sales, manager: sam, quota: { yearly: 120000 }, pay: paid }
      - { id: mia, lever: marketing, pay: touched, from: 2020-02-29 }
    pay:
      team: { period: year, credit: team, rates: { tiers: [ { rate: 1% } ] } }
      paid:
        measure: payments
        period: month
        credit: split
        rates: { by: attainment, tiers: [ { up-to: 50%, rate: 5% }, { rate: 10% } ] }
        draw: { amount: 2000, recoverable: true }
        clawback: { when: [refund, lapse], within: 3660d, share: 80%, quota: true }
      touched: { measure: payments, period: quarter, credit: attributed, rates: { tiers: [ { rate: 3% } ] } }
    """,
    """
    business: Odd
    timezone: Pacific/Kiritimati
    currency: EUR
    rates: { USD: 0.9, JPY: 0.0061 }
    number: { measure: profit, basis: bookings, period: quarter, year-starts: april, targets: { yearly: 3000000 } }
    activation: { money: 1.00, lapse: 3660d }
    attribution: { model: position, lookback: 1d }
    levers: { sales: { lead: sam, stages: { proposal: 50% } } }
    people:
      - { id: sam, lever: sales, pay: margin }
      - { id: ana, lever: sales, manager: sam, pay: booked }
      - { id: mia, lever: marketing, manager: ana, pay: kept, to: 2030-01-01 }
    pay:
      margin: { measure: margin, period: quarter, credit: team, rates: { tiers: [ { rate: 1% } ] } }
      booked:
        measure: bookings
        period: month
        pays-on: paid
        rates: { tiers: [ { rate: 10% } ] }
        spifs: [ { id: s, from: 2026-01-01, to: 2026-12-31, for: activations, per: activation, amount: 5 } ]
      kept: { measure: retained-money, period: year, rates: { tiers: [ { rate: 1% } ] } }
    """,
  ]
}

/// Draws odd facts.
struct OddFacts {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func roll(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }

  mutating func any(_ words: [String]) -> String { words[roll(words.count)] }

  private static let edges = [
    "0001-01-02", "0004-02-29", "1582-10-15", "1899-12-30", "1969-12-31", "1970-01-01",
    "1970-01-04", "1983-09-10", "2026-10-31", "2026-11-01", "2026-11-26", "2026-11-27",
    "2038-01-19",
    "2106-02-07", "9999-12-30",
  ]

  /// Of any year from 1 to 9999; half of them of the last two.
  mutating func day() -> String {
    switch roll(6) {
    case 0: return OddFacts.edges[roll(OddFacts.edges.count)]
    case 1, 2: return CalendarDay(number: Int32(roll(3_652_000)) - 719_000).description
    default: return CalendarDay(number: 20_784 - Int32(roll(730))).description
    }
  }

  private mutating func moment() -> String {
    any(["", "", "T00:00:00Z", "T23:59:59.999Z", "T12:30:00+14:00"]).isEmpty
      ? day() : day() + "T12:00:00.5Z"
  }

  private mutating func amount() -> String {
    any(["10.00", "-10.00", "0", "1.00", "90000000000000", "-90000000000000", "3", "25"])
  }

  /// Facts that know each other's ids, and some that name themselves.
  mutating func facts(_ count: Int) -> [String] {
    (0..<count).map { number in
      let other = roll(5) == 0 ? number : roll(count)
      return fact(number, other: "f\(other)")
    }
  }

  private mutating func fact(_ number: Int, other: String) -> String {
    let kind = any([
      "money", "money", "money", "money", "deal", "deal", "touch", "time", "cost", "holdout",
      "play",
      "retract", "customer", "note", "score", "work",
    ])
    var fields = [
      #""id":"f\#(number)""#, #""kind":"\#(kind)""#, #""at":"\#(moment())""#,
    ]
    func add(_ key: String, _ value: String) { fields.append("\"\(key)\":\"\(value)\"") }
    let needsCustomer = ["touch", "holdout", "time", "score", "customer"].contains(kind)
    if needsCustomer || roll(4) != 0 { add("customer", any(["c1", "c2", "c3", "c4"])) }
    if ["play", "touch", "holdout"].contains(kind) || roll(5) == 0 {
      add("play", any(["p1", "p2", "p3"]))
    }
    if ["play", "cost"].contains(kind) || roll(5) == 0 {
      add("lever", any(["sales", "marketing", "product"]))
    }
    if roll(2) == 0 { add("member", any(["sam", "ana", "mia", "nobody"])) }
    fields += own(kind, other)
    return "{" + fields.joined(separator: ",") + "}"
  }

  private mutating func own(_ kind: String, _ other: String) -> [String] {
    let money = #""amount":"\#(amount())","currency":"\#(any(["EUR", "EUR", "USD", "JPY"]))""#
      .replacing(".00\",\"currency\":\"JPY\"", with: "\",\"currency\":\"JPY\"")
    let splits = #""splits":{"ana":"\#(any(["0.5", "-3", "1e9", "0"]))","mia":"0.5"}"#
    let deal = any(["d1", "d2", "d3"])
    switch kind {
    case "money":
      var fields = [money]
      if roll(2) == 0 { fields.append(#""of":"\#(other)""#) }
      if roll(4) == 0 { fields.append(#""deal":"\#(deal)""#) }
      if roll(4) == 0 { fields.append(splits) }
      if roll(5) == 0 { fields.append(#""product":"pro""#) }
      if roll(2) == 0 {
        let days = [day(), day()].sorted()
        if days[0] < days[1] {
          fields.append(#""recurring":{"from":"\#(days[0])","to":"\#(days[1])"}"#)
        }
      }
      return fields
    case "deal":
      var fields = [
        #""deal":"\#(deal)""#, #""stage":"\#(any(["open", "won", "won", "lost", "proposal"]))""#,
        #""closes":"\#(day())""#,
      ]
      if roll(3) != 0 { fields.append(money) }
      if roll(4) == 0 { fields.append(splits) }
      return fields
    case "touch": return roll(2) == 0 ? [#""channel":"mail""#] : []
    case "time": return [#""seconds":\#(any(["0", "90", "1800", "9000000000000000"]))"#]
    case "cost": return [money]
    case "holdout":
      return roll(2) == 0
        ? [] : [#""arm":"\#(any(["kept", "reach"]))","wave":\#(any(["1", "2", "1000"]))"#]
    case "play":
      var fields = [
        #""from":"\#(day())","owner":"mia","goal":"\#(any(["activation", "money", "time", "retention"]))""#
      ]
      if roll(2) == 0 { fields.append(#""window":"\#(any(["1d", "14d", "3650w"]))""#) }
      if roll(2) == 0 { fields.append(#""holdout":"10%""#) }
      if roll(5) == 0 { fields.append(#""rule":{"attribute":"region","is":["north"]}"#) }
      return fields
    case "retract": return [#""fact":"\#(other)""#]
    case "customer": return [#""attributes":{"region":"\#(any(["north", "south"]))"}"#]
    case "score": return [#""scale":"nps","score":10"#]
    case "work": return [#""work":"w","type":"debt","state":"shipped""#]
    default: return [#""text":"x","day":"\#(day())""#]
    }
  }
}
