import Facts
import Intake
import Ledger
import Planning
import Tally

@testable import Operations

/// A business with plays of every kind: by lot and by rule, for everybody, undeclared, and not begun.
struct TriedPlays {
  private(set) var facts: [String] = []
  private let first: CalendarDay

  private static let plan = """
    business: Tried
    timezone: UTC
    currency: EUR
    number: { measure: revenue, basis: payments, period: month, targets: { yearly: 120000 } }
    activation: { money: 1.00, within: 14d, lapse: 8w }
    attribution: { model: last, lookback: 30d }
    levers: { marketing: { lead: mia }, sales: { lead: sam } }
    people:
      - { id: sam, lever: sales, from: 2025-01-01, quota: { yearly: 60000 }, pay: half }
      - { id: ida, from: 2025-01-01, pay: half }
    pay:
      half:
        period: month
        measure: payments
        target-pay: 500
        rates: { tiers: [ { up-to: 100, rate: 5% }, { rate: 10% } ] }
        spifs: [ { id: s, from: 2026-01-01, to: 2026-12-31, for: activations, per: activation, amount: 5 } ]
    """

  /// Keeps the facts up to a day, publishes the Flash of the next, and keeps what came in late.
  static func business() throws -> OddBusiness {
    let first = try CalendarDay(required: "2026-01-05")
    let tried = TriedPlays(first: first)
    let published = Zone.utc.start(of: first.advanced(by: 90)).advanced(bySeconds: 43_200)
    let before = try OddBusiness(
      arrivals(tried.facts), rejections: refused, plan: plan, now: published)
    _ = try Answers(before.indexed, live: before.board(), at: published)
      .answer(AnswerRequest(.flash))
    var writer = LedgerWriter(before.ledger)
    _ = try writer.append(
      arrivals(tried.late), at: published.advanced(bySeconds: 3600)
    ) { _ in nil }
    return try OddBusiness(before, at: published.advanced(bySeconds: 20 * 86_400))
  }

  private static func arrivals(_ facts: [String]) throws -> [LedgerWriter.Arrival] {
    let reader = FactReader(ofKept: .utc)
    return try facts.map { text in
      let reading = try reader.read(line: ArraySlice(text.utf8))
      return LedgerWriter.Arrival(reading.fact, received: reading.received ?? reading.fact.at)
    }
  }

  private static let refused = (1...3).map { line in
    Rejection(
      source: "shop", file: "orders.csv", line: line, column: "amount", why: "'x' is not a number",
      remedy: "write digits", row: "o\(line),x")
  }

  private init(first: CalendarDay) {
    self.first = first
    lot("works", reached: (12, 6), kept: (8, 1))
    lot("level", reached: (4, 1), kept: (4, 1), #","to":"2026-01-24""#)
    lot("harms", reached: (10, 1), kept: (10, 4), #","to":"2026-01-24""#)
    lot("open", reached: (1, 0), kept: (1, 1), #","to":"2026-12-24","holdout":"50%""#)
    lot("lopsided", reached: (12, 6), kept: (8, 1), #","holdout":"5%""#)
    lot("everybody", reached: (10, 5), kept: (0, 0), #","to":"2026-01-20""#)
    lot("ghost", reached: (1, 1), kept: (0, 0), nil)
    add("play:later", "play", first, #""play":"later","lever":"product","from":"2026-06-01""#)
    add(
      "works:again", "play", first.advanced(by: 30),
      #""play":"works","lever":"marketing","from":"2026-01-05","goal":"money","window":"3d""#)
    regions()
    for (place, play) in ["works", "level"].enumerated() {
      add(
        "cost:\(play)", "cost", first.advanced(by: 80 + place),
        #""play":"\#(play)","lever":"marketing","amount":"50.00","currency":"EUR""#)
    }
  }

  private mutating func add(_ id: String, _ kind: String, _ day: CalendarDay, _ rest: String) {
    facts.append(#"{"id":"\#(id)","kind":"\#(kind)","at":"\#(day)T10:00:00Z",\#(rest)}"#)
  }

  private mutating func pay(_ customer: String, _ day: CalendarDay, _ amount: String = "20.00") {
    add(
      "\(customer):\(day)", "money", day,
      #""customer":"\#(customer)","amount":"\#(amount)","currency":"EUR","member":"sam""#)
  }

  /// A play that reaches some customers a day and keeps some back, of whom some pay soon after; it is
  /// never declared if there are no terms.
  private mutating func lot(
    _ play: String, reached: (all: Int, paid: Int), kept: (all: Int, paid: Int),
    _ terms: String? = ""
  ) {
    if let terms {
      add(
        "play:\(play)", "play", first.advanced(by: -4),
        #""play":"\#(play)","lever":"marketing","from":"\#(first)","goal":"activation","window":"7d"\#(terms)"#
      )
    }
    for place in 0..<(play == "open" ? 88 : 20) {
      let day = first.advanced(by: place)
      for (kind, side) in [("touch", reached), ("holdout", kept)] {
        for number in 0..<side.all {
          let customer = "\(play)-\(kind)-\(place)-\(number)"
          let channel = kind == "touch" && number == 0 ? #","channel":"mail","member":"sam""# : ""
          add(
            customer, kind, day, #""play":"\#(play)","customer":"\#(customer)"\#(channel)"#)
          if number < side.paid { pay(customer, day.advanced(by: 2)) }
        }
      }
    }
  }

  /// A play that runs in five of 26 regions, each with a customer who pays once a week.
  private mutating func regions() {
    let start = first.advanced(by: -70)
    add(
      "play:regions", "play", start,
      #""play":"regions","lever":"sales","from":"\#(first)","to":"\#(first.advanced(by: 55))","goal":"money","window":"7d","rule":{"attribute":"region","is":["r0","r1","r2","r3","r4"]}"#
    )
    for region in 0..<26 {
      add(
        "region:\(region)", "customer", start,
        #""customer":"c\#(region)","attributes":{"region":"r\#(region)"}"#)
      for week in 0..<20 {
        let amount = 100 + region * 13 % 17 * 10 + (region * 31 + week * 17) % 7
        pay("c\(region)", start.advanced(by: 7 * week + region % 5), "\(amount).00")
      }
    }
  }

  /// Money of customers kept back, which was there in time and came in months later.
  private var late: [String] {
    var late = self
    late.facts = []
    for place in 0..<20 {
      for number in 1..<8 {
        late.pay("works-holdout-\(place)-\(number)", first.advanced(by: place + 3))
      }
    }
    return late.facts.map { $0.dropLast() + #","received":"2026-04-06T00:00:00Z"}"# }
  }
}

extension CalendarDay {
  /// A day that the test needs.
  init(required text: String) throws {
    guard let day = CalendarDay(text) else { throw OptionProblem(problem: text, remedy: "") }
    self = day
  }
}

extension OddBusiness {
  /// The same business with all that its ledger holds by now.
  init(_ before: OddBusiness, at now: Instant) throws {
    (plan, ledger, self.now) = (before.plan, before.ledger, now)
    indexed = try IndexedLedger(before.ledger)
  }
}
