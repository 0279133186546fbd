import Facts
import Ledger
import Planning
import Scoreboard
import Statistics
import Surfaces
import Tally
import Testing

/// Plays that reach all customers of some regions.
@Suite struct RuleBasedPlayTests {
  private static let weeksBefore = 20
  private static let weeksAfter = 10

  /// One customer a region who pays once a week: an amount that differs by region and week, raised for those
  /// treated after the launch.
  private func amounts(_ regions: Int, _ treated: Int, _ factor: Double) -> [[Int]] {
    (0..<regions).map { region in
      (0..<Self.weeksBefore + Self.weeksAfter).map { week in
        let base = 100 + region * 13 % 17 * 10 + (region * 31 + week * 17) % 7
        let isRaised = region < treated && week >= Self.weeksBefore
        return Int((Double(base) * (isRaised ? factor : 1)).rounded())
      }
    }
  }

  private func play(
    regions: Int, treated: Int, factor: Double, asOf: String
  ) throws -> PlaysAnswer.Play {
    let first = try #require(CalendarDay("2025-08-18"))
    let launch = first.advanced(by: 7 * Self.weeksBefore)
    let end = launch.advanced(by: 7 * Self.weeksAfter - 1 - 7)
    let names = (0..<treated).map { "\"r\($0)\"" }.joined(separator: ",")
    var facts = [
      """
      {"id":"p","kind":"play","at":"2025-08-01","play":"p","lever":"sales","from":"\(launch)",\
      "to":"\(end)","goal":"money","window":"7d","rule":{"attribute":"region","is":[\(names)]}}
      """
    ]
    for (region, weeks) in amounts(regions, treated, factor).enumerated() {
      facts.append(
        """
        {"id":"a\(region)","kind":"customer","at":"2025-08-01","customer":"c\(region)",\
        "attributes":{"region":"r\(region)"}}
        """)
      for (week, amount) in weeks.enumerated() {
        let day = first.advanced(by: 7 * week + region % 5)
        facts.append(Handmade.money("\(day)", "\(amount).00", "c\(region)"))
      }
    }
    let business = try Handmade(facts)
    let board = try business.board(asOf)
    let answer = board.plays(
      declared: try board.timelines.declaredPlays(), names: try board.timelines.names(),
      units: ["region": try business.ledger.attribute("region", receivedBefore: .distantFuture)])
    return try #require(answer.plays.first)
  }

  @Test func `a lift where it ran is likely to be its doing, and is looked at once`() throws {
    let early = try play(regions: 40, treated: 5, factor: 1.4, asOf: "2026-03-01")
    #expect(early.grade == .ruleBased && early.verdict == .tooEarly)
    let play = try play(regions: 40, treated: 5, factor: 1.4, asOf: "2026-03-20")
    #expect(play.verdict == .worked(isBelowWorthwhile: false) && play.word == "LIKELY WORKED")
    let totals = amounts(40, 5, 1.4).map { $0.map { Double($0) * 100 } }
    let test = DifferenceInDifferences(
      totals: totals, treated: Set(0..<5), start: Self.weeksBefore)
    #expect(abs(try #require(play.lift.value) - (try #require(test.lift))) < 1e-12)
    #expect(play.sentence.hasPrefix("Likely worked: where it ran things went +"))
  }

  @Test
  func `without a lift it is likely not to have worked, and with few regions nothing is said`()
    throws
  {
    let same = try play(regions: 40, treated: 5, factor: 1, asOf: "2026-03-20")
    #expect(same.verdict.word == "did-not-work" && same.word == "LIKELY FAILED")
    let few = try play(regions: 12, treated: 3, factor: 2, asOf: "2026-03-20")
    #expect(few.verdict == .withheld(.unproven))
    #expect(few.sentence == "Not proven: fewer than 20 units stand side by side.")
  }
}
