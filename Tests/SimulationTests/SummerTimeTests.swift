import Facts
import Planning
import Testing

@testable import Simulation

@Suite("Zones and holidays")
struct SummerTimeTests {
  @Test(
    "The rules give the offsets of the time zone database",
    arguments: SmallZone.all.map(\.zone.name))
  func offsets(name: String) throws {
    let made = try #require(SmallZone.all.first { $0.zone.name == name }).zone
    let real = try #require(Zone.named(made.name))
    let start = try #require(CalendarDay("2019-01-01"))
    let wrong = (0..<(24 * 365 * 12)).filter { hour in
      let second = Int64(start.number) * 86_400 + Int64(hour) * 3600
      return made.offset(atSecond: second) != real.offset(atSecond: second)
    }
    #expect(wrong.isEmpty)
  }

  @Test("The holidays are those of England and Wales")
  func holidays() {
    let days = Holidays.of(year: 2026).map(\.description)
    #expect(
      days == [
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31",
        "2026-12-25", "2026-12-26",
      ])
  }
}
