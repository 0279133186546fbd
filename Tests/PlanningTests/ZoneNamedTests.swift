import Facts
import Planning
import Testing

@Suite("Zones by name")
struct ZoneNamedTests {
  private func local(_ zone: Zone, _ instant: String) throws -> Int64 {
    zone.offset(at: try #require(Instant(instant)))
  }

  @Test(
    "An offset changes to the second",
    arguments: [
      ("Europe/London", "2026-03-29T00:59:59Z", 0, 3600),
      ("Europe/London", "2026-10-25T00:59:59Z", 3600, 0),
      ("America/New_York", "2026-03-08T06:59:59Z", -18_000, -14_400),
      ("America/New_York", "2026-11-01T05:59:59Z", -14_400, -18_000),
      ("Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39_600, 37_800),
      ("Australia/Lord_Howe", "2026-10-03T15:29:59Z", 37_800, 39_600),
      ("Africa/Casablanca", "2026-02-15T01:59:59Z", 3600, 0),
      ("Africa/Casablanca", "2026-03-22T01:59:59Z", 0, 3600),
      ("America/Boa_Vista", "2000-10-08T03:59:59Z", -14_400, -10_800),
      ("America/Boa_Vista", "2000-10-15T02:59:59Z", -10_800, -14_400),
      ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000, 50_400),
    ])
  func change(name: String, last: String, before: Int64, after: Int64) throws {
    let zone = try #require(Zone.named(name))
    let instant = try #require(Instant(last))
    #expect(zone.name == name)
    #expect(zone.offset(at: instant) == before)
    #expect(zone.offset(at: instant.advanced(bySeconds: 1)) == after)
  }

  @Test("Kolkata has one offset all year round")
  func kolkata() throws {
    let zone = try #require(Zone.named("Asia/Kolkata"))
    for month in 1...12 {
      let day = try #require(CalendarDay(year: 2026, month: month, day: 1))
      #expect(zone.offset(at: zone.start(of: day)) == 19_800)
    }
  }

  @Test("Days in London have 23, 24 and 25 hours")
  func hours() throws {
    let zone = try #require(Zone.named("Europe/London"))
    let hours = try ["2026-03-29", "2026-06-01", "2026-10-25"].map { text in
      let day = try #require(CalendarDay(text))
      return (zone.start(of: day.advanced(by: 1)).seconds - zone.start(of: day).seconds) / 3600
    }
    #expect(hours == [23, 24, 25])
  }

  @Test("Apia went from the 29th to the 31st of December 2011")
  func apia() throws {
    let zone = try #require(Zone.named("Pacific/Apia"))
    let last = try #require(Instant("2011-12-30T09:59:59Z"))
    #expect(zone.day(of: last).description == "2011-12-29")
    #expect(zone.day(of: last.advanced(bySeconds: 1)).description == "2011-12-31")
    let skipped = try #require(CalendarDay("2011-12-30"))
    let next = try #require(CalendarDay("2011-12-31"))
    #expect(zone.start(of: skipped) == zone.start(of: next))
  }

  @Test("A day starts where the clock skips midnight at the moment after")
  func skippedMidnight() throws {
    let zone = try #require(Zone.named("America/Santiago"))
    let day = try #require(CalendarDay("2026-09-06"))
    #expect(zone.start(of: day).description == "2026-09-06T04:00:00Z")
    #expect(zone.day(of: zone.start(of: day)) == day)
  }

  @Test(
    "Names that are no IANA names are refused",
    arguments: [
      "Mars/Base", "GMT+5", "UTC+1", "+0100", "EST", "PST", "europe/london", "London", "",
      "Europe/", "/", "../etc/passwd", "Europe/London ", "Etc/Nowhere",
    ])
  func refused(name: String) { #expect(Zone.named(name) == nil) }

  @Test("Universal time is taken by name", arguments: ["UTC", "GMT", "Etc/UTC"])
  func universal(name: String) throws {
    let zone = try #require(Zone.named(name))
    #expect(zone == Zone(name: name, first: 0, changes: []))
  }
}
