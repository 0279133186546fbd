import Facts
import Planning
import Scoreboard
import Tally
import Testing

@Suite struct CreditAnswerTests {
  /// Under every model, over random businesses: the laws, and the plays' credit of the other sum.
  @Test(arguments: UInt64(1)...30)
  func `plays, levers, channels and members each add up to the revenue`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let day = business.askedDays[Int(seed % 3)]
    let board = try business.board(day, restated: seed.isMultiple(of: 2))
    let names = try board.timelines.names()
    let rules = Rules(business.plan)
    let period = Int32(business.plan.fiscal.number(of: day))
    let models = Attribution.Model.allCases.filter { $0 != .markov }
    let totals = board.timelines.total(CreditTotals(models), rules).totals
    let revenue = business.reference(day, restated: seed.isMultiple(of: 2)).revenueByDay()
    let counted = business.plan.fiscal.period(containing: day).days
      .reduce(Int128(0)) { $0 + Int128(revenue[$1] ?? 0) }
    for model in Attribution.Model.allCases {
      let answer = board.credit(model: model, names: names)
      let unattributed = answer.unattributed.minor
      let comment = Comment("seed \(seed), \(day), \(model)")
      #expect(answer.revenue.minor == counted, comment)
      #expect(answer.plays.reduce(unattributed) { $0 + $1.money.minor } == counted, comment)
      #expect(answer.levers.sum + answer.withoutLever.minor + unattributed == counted, comment)
      #expect(answer.channels.reduce(unattributed) { $0 + $1.money.minor } == counted, comment)
      #expect(answer.members.reduce(unattributed) { $0 + $1.money.minor } == counted, comment)
      guard model != .markov else { continue }
      var expected: [String: Int128] = [:]
      for (key, amount) in totals where key.model == model && key.period == period {
        let name = key.play == 0 ? "" : names.plays[key.play]?.text ?? "?"
        expected[name, default: 0] += amount
      }
      #expect(unattributed == expected[""] ?? 0, comment)
      for play in answer.plays {
        #expect(play.money.minor == expected[play.play] ?? 0, "\(comment), \(play.play)")
      }
    }
  }

  @Test(arguments: UInt64(1)...30)
  func `each activation is credited once, to the play that touched last`(seed: UInt64) throws {
    let business = try RandomBusiness(seed: seed)
    let day = business.days.upperBound
    let answer = try business.board(day).credit(names: try business.board(day).timelines.names())
    let reference = business.reference(day)
    let period = business.plan.fiscal.period(containing: day)
    let lookback = Int64(business.plan.attribution.lookback) * 86_400
    var expected: [String: Int] = [:]
    for (customer, activation) in reference.activations()
    where period.contains(reference.day(activation)) {
      let last = reference.facts.last { fact in
        guard case .touch = fact.body, fact.play != nil, fact.customer == customer else {
          return false
        }
        return fact.at < activation.at && fact.at >= activation.at.advanced(bySeconds: -lookback)
      }
      expected[last?.play?.text ?? "", default: 0] += 1
    }
    #expect(answer.activationsUnattributed == expected[""] ?? 0, "seed \(seed)")
    for play in answer.plays {
      #expect(play.activations == expected[play.play] ?? 0, "seed \(seed), \(play.play)")
    }
    let all = expected.values.reduce(0, +)
    #expect(answer.plays.reduce(answer.activationsUnattributed) { $0 + $1.activations } == all)
  }

  private static let touched = [
    play("p", "marketing"),
    play("q", "sales"),
    touch("1", "p", "2026-04-02", #""channel":"mail""#),
    touch("2", "p", "2026-04-03", #""channel":"ads""#),
    touch("3", "q", "2026-04-04", #""member":"ana""#),
    #"{"id":"k","kind":"cost","at":"2026-04-02","play":"p","amount":"2.00","currency":"EUR"}"#,
    Handmade.money("2026-04-05", "10.01"),
  ]

  private static func play(_ id: String, _ lever: String) -> String {
    """
    {"id":"\(id)","kind":"play","at":"2026-04-01","play":"\(id)","lever":"\(lever)",\
    "from":"2026-04-01"}
    """
  }

  private static func touch(_ id: String, _ play: String, _ at: String, _ more: String) -> String {
    """
    {"id":"\(id)","kind":"touch","at":"\(at)","customer":"c","play":"\(play)",\(more)}
    """
  }

  @Test func `a play's share is divided among the channels of its touches`() throws {
    let board = try Handmade(Self.touched).board("2026-04-30")
    let answer = board.credit(model: .linear, names: try board.timelines.names())
    // 10.01 in three parts: p has two, 6.673…, and q one, 3.336…, so that the odd cent is q's.
    #expect(answer.plays.map(\.play) == ["p", "q"])
    #expect(answer.plays.map(\.money.decimal) == ["6.67", "3.34"])
    #expect(answer.plays.map(\.activations) == [0, 1])
    #expect(answer.plays[0].roi == .known(2.335))
    #expect(answer.plays[1].roi.why == "it has no cost in 2026-04")
    // 6.67 in halves: the odd cent goes to the channel whose name comes first.
    let channels = answer.channels.map { "\($0.name ?? "-") \($0.money.decimal)" }
    #expect(channels == ["- 3.34", "ads 3.34", "mail 3.33"])
    #expect(answer.members.map { $0.name ?? "-" } == ["-", "ana"])
  }

  @Test func `a payment refunded in parts leaves nothing with any channel`() throws {
    let refunds = ["2026-04-06 -3.33", "2026-04-07 -0.01", "2026-04-08 -6.67"].map { line in
      let parts = line.split(separator: " ")
      return """
        {"id":"\(parts[0])","kind":"money","at":"\(parts[0])","customer":"c",\
        "amount":"\(parts[1])","currency":"EUR","of":"2026-04-05c"}
        """
    }
    let board = try Handmade(Self.touched + refunds).board("2026-04-30")
    for model in Attribution.Model.allCases {
      let answer = board.credit(model: model, names: try board.timelines.names())
      #expect(answer.channels.allSatisfy { $0.money.minor == 0 }, "\(model)")
      #expect(answer.plays.allSatisfy { $0.money.minor == 0 }, "\(model)")
    }
  }
}
