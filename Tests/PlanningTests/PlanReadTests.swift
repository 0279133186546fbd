import Facts
import Planning
import Testing

@Suite("Reading a plan")
struct PlanReadTests {
  @Test("The least plan has every default")
  func least() throws {
    let plan = try Plan.read(leastPlan)
    let fiscal = FiscalCalendar(length: .month, firstMonth: 1)
    var expected = Plan(
      business: "Northwind", zone: .utc, currency: try #require(Currency("EUR")),
      number: NumberGoal(measure: .revenue, basis: .payments), fiscal: fiscal,
      activation: Activation(money: 100, time: nil, within: nil, lapse: 60))
    #expect(plan == expected)
    expected.business = "Southwind"
    #expect(plan != expected)
  }

  @Test("The head of a full plan says what is written")
  func head() throws {
    let plan = try Plan.read(soundPlan)
    #expect(plan.business == "Northwind EMEA")
    #expect(plan.zone.name == "Europe/London")
    #expect(plan.currency.code == "EUR")
    #expect(plan.number.measure == .profit)
    #expect(plan.number.basis == .bookings)
    #expect(plan.number.targets == .byPeriod(["2026-10": 25_000_000, "2026-11": 26_000_050]))
    #expect(plan.calendar.weekend == [.friday, .saturday])
    #expect(plan.facts == FactSpan(from: day("2015-01-01"), ahead: 7320))
    #expect(plan.calendar.holidays.map(\.description).sorted() == ["2026-12-25", "2027-01-01"])
    #expect(
      plan.activation == Activation(money: 100, time: 1800, within: 14, lapse: 56))
    #expect(plan.attribution == Attribution(model: .markov, lookback: 45))
  }

  @Test("Levers have their leads, stages and mix")
  func levers() throws {
    let levers = try Plan.read(soundPlan).levers
    #expect(levers[.product]?.lead?.text == "priya")
    #expect(levers[.product]?.rolling == 90)
    #expect(levers[.product]?.effort[.revenue] == DecimalText("0.5"))
    #expect(levers[.sales]?.stages.map(\.name) == ["qualified", "proposal", "verbal"])
    #expect(levers[.sales]?.stages.map(\.chance.description) == ["0.2", "0.5", "0.8"])
  }

  @Test("People keep their order, days, quota and pay")
  func people() throws {
    let people = try Plan.read(soundPlan).people
    #expect(people.map(\.id.text) == ["sam", "ana", "bo"])
    let ana = try #require(people.dropFirst().first)
    #expect(ana.name == "Ana Silva")
    #expect(ana.lever == .sales)
    #expect(ana.manager?.text == "sam")
    #expect(ana.from?.description == "2025-03-01")
    #expect(ana.to?.description == "2027-03-01")
    #expect(ana.quota == .byPeriod(["2026-10": 4_000_000]))
    #expect(ana.pay == "account-executive")
    #expect(people.last?.name == "bo")
    #expect(people.last?.quota == .yearly(12_000_000, seasonality: []))
  }

  @Test("What is delivered, when and to whom")
  func deliver() throws {
    let deliver = try Plan.read(soundPlan).deliver
    #expect(
      deliver["flash"]
        == Delivery(
          at: 450, days: .business, mail: ["gm@example.com"], slack: "FULCRUM_SLACK_URL"))
    #expect(deliver["clock"] == Delivery(at: 365, days: .every, mail: ["gm@example.com"]))
  }

  @Test("A pay plan keeps exact decimals")
  func pay() throws {
    let plan = try #require(try Plan.read(soundPlan).pay["account-executive"])
    #expect(plan.credit == .split)
    #expect(plan.paysOn == .paid)
    #expect(plan.period == .quarter)
    #expect(plan.prorate == .none)
    #expect(plan.targetPay == DecimalText("5000"))
    #expect(plan.ramp == ["0.25", "0.5", "0.75"].compactMap { DecimalText($0) })
    #expect(plan.gate == DecimalText("0.4"))
    #expect(plan.cap == DecimalText("2.5").map { .share($0) })
    #expect(plan.draw?.recoverable == true)
    #expect(plan.clawback?.when == [.refund, .lapse])
    #expect(plan.clawback?.within == 90)
    #expect(plan.clawback?.share == DecimalText("0.8"))
    #expect(plan.clawback?.quota == true)
  }

  @Test("A rate table keeps its four choices and its tiers")
  func rates() throws {
    let rates = try #require(try Plan.read(soundPlan).pay["account-executive"]?.rates)
    #expect(rates.how == .marginal)
    #expect(rates.by == .attainment)
    #expect(rates.accumulate == .each)
    #expect(rates.bound == .upper)
    #expect(rates.tiers.map { $0.upTo?.description } == ["0.5", "1", nil])
    #expect(rates.tiers.map(\.yearGate) == [false, false, true])
    #expect(rates.tiers.last?.pays == DecimalText("1.5").map { .multiplier($0) })
  }

  @Test("SPIFs and examples keep their shapes")
  func spifs() throws {
    let plan = try #require(try Plan.read(soundPlan).pay["account-executive"])
    #expect(plan.spifs.map(\.id) == ["launch", "race", "volume", "each"])
    #expect(
      plan.spifs.map(\.what) == [
        .product("pro"), .activations, .play(try #require(PlayID("spring"))), .deals,
      ])
    let five = try #require(DecimalText("5"))
    let eight = try #require(DecimalText("8"))
    let tiers = [
      Tier(upTo: DecimalText("10"), pays: .amount(five)), Tier(upTo: nil, pays: .amount(eight)),
    ]
    #expect(plan.spifs.dropFirst(2).first?.pays == .tiered(.whole, tiers))
    #expect(plan.examples.map(\.credits.count) == [1, 1, 3])
    #expect(plan.examples.map(\.pays.count) == [1, 0, 3])
    #expect(plan.examples.map(\.paysEach.count) == [0, 2, 0])
  }

  @Test("A byte order mark, Windows line ends, anchors and quoted keys make no difference")
  func disguises() throws {
    let plan = try Plan.read(soundPlan)
    #expect(try Plan.read("\u{FEFF}" + soundPlan) == plan)
    #expect(try Plan.read(soundPlan.replacing("\n", with: "\r\n")) == plan)
    #expect(
      try Plan.read(soundPlan.replacing("currency: EUR", with: "'currency': \"EUR\"")) == plan)
    let anchored =
      soundPlan
      .replacing("{ 2026-10: 40000 }", with: "&quota { 2026-10: 40000 }")
      .replacing("{ yearly: 120000 }", with: "*quota")
    #expect(try Plan.read(anchored).people.last?.quota == .byPeriod(["2026-10": 4_000_000]))
  }
}
