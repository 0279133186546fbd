import Facts
import Foundation
import Intake
import Planning
import Testing

/// The public data sets, read through the plans that the examples ship.
@Suite("Examples on the real files")
struct ExamplesTests {
  @Test("CDNOW adds up to the cent")
  func cdnow() throws {
    guard let reading = try Example("cdnow").read("cdnow", "cdnow/CDNOW_master.txt") else { return }
    #expect(reading.rejections.isEmpty)
    #expect(reading.counts.rows == 69_659)
    #expect(reading.sum() == 250_031_563)
    #expect(reading.sum(in: "1997-01") == 29_906_017)
    #expect(reading.sum(in: "1997-12") == 9_557_735)
    #expect(reading.sum(in: "1998-06") == 7_610_930)
    #expect(
      reading.remarks.map(\.sentence) == [
        "80 payments are of 0 (lines 1550, 2448, 3068, 3120, 3625, …)."
      ])
    let buyers = Set(reading.facts.filter { $0.fact.amount?.minor ?? 0 > 0 }.map(\.fact.customer))
    #expect(buyers.count == 23_502)
  }

  @Test("The CRM's won deals add up, and deals won without an amount are remarked")
  func crm() throws {
    guard let reading = try Example("crm").read("crm", "crm/sales_pipeline.csv") else { return }
    #expect(reading.rejections.isEmpty)
    #expect(reading.counts.facts == 14_277)
    #expect(reading.stages == ["lost": 3493, "open": 4346, "won": 6438])
    #expect(reading.sumWon() == 1_793_692_800)
    #expect(reading.sumWon(in: "2017-03") == 60_818_900)
    #expect(reading.sumWon(in: "2017-06") == 172_097_000)
    #expect(reading.sumWon(in: "2017-09") == 333_548_800)
    #expect(reading.sumWon(in: "2017-12") == 245_976_500)
    let counts = Dictionary(uniqueKeysWithValues: reading.remarks.map { ($0.kind, $0.count) })
    #expect(counts[.wonWithoutAmount] == 19)
    #expect(counts[.dealWithoutCustomer] == 5393)
  }

  @Test("Every agent of the CRM is a person of the plan, under the manager of the teams' file")
  func people() throws {
    let plan = try Example("crm").plan
    guard let teams = try Example.text("crm/sales_teams.csv") else { return }
    let rows = teams.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    for row in rows {
      let person = plan.people.first { $0.id.text == row[0] }
      #expect(person?.manager?.text == String(row[1]), "\(row[0])")
    }
    #expect(plan.people.count == 36)
  }

  @Test("The CRM's accounts become attributes of customers")
  func accounts() throws {
    let example = try Example("crm")
    guard let reading = try example.read("accounts", "crm/accounts.csv") else { return }
    #expect(reading.counts.facts == 97)
    #expect(reading.rejections.isEmpty)
  }

  @Test("Each of Olist's leads is a touch of a declared play")
  func leads() throws {
    let example = try Example("olist")
    guard let reading = try example.read("leads", "olist/marketing_qualified_leads.csv") else {
      return
    }
    #expect(reading.counts.facts == 8000)
    #expect(reading.rejections.isEmpty)
    let plays = try Reading(facts: example.file("plays.ndjson"))
    #expect(plays.rejections.isEmpty)
    let declared = Set(plays.facts.map(\.fact.play))
    #expect(Set(reading.facts.map(\.fact.play)) == declared)
    let unknown = reading.facts.filter { $0.fact.play?.text == "origin:unknown" }
    #expect(unknown.count == 1159)
  }

  @Test("Olist's won deals are split between two people, and each belongs to a lead")
  func deals() throws {
    let example = try Example("olist")
    guard let deals = try example.read("deals", "olist/closed_deals.csv"),
      let leads = try example.read("leads", "olist/marketing_qualified_leads.csv")
    else { return }
    #expect(deals.rejections.isEmpty)
    #expect(deals.counts.facts == 842)
    #expect(deals.facts.filter { $0.fact.amount != nil }.count == 45)
    #expect(deals.sumWon() == 6_178_400_600)
    #expect(Set(deals.facts.map(\.fact.customer)).isSubset(of: leads.facts.map(\.fact.customer)))
    #expect(deals.remarks.map(\.kind) == [.wonWithoutAmount])
    let first = deals.facts.first?.fact
    #expect(first?.at.description == "2018-02-26T22:58:54Z")
  }
}

/// A plan of `Examples/`, and the data that it reads, where that is at hand.
struct Example {
  let plan: Plan
  private let folder: URL

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  init(_ name: String) throws {
    folder = Example.root.appendingPathComponent("Examples/\(name)")
    plan = try Plan.read(
      String(contentsOf: folder.appendingPathComponent("plan.yaml"), encoding: .utf8))
  }

  /// The text of a file beside the plan.
  func file(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// Reads a data file as a source of the plan; nil, and said so, where the data is not at hand.
  func read(_ source: String, _ file: String) throws -> Reading? {
    guard let path = Example.path(file) else { return nil }
    let definition = try #require(plan.sources[source])
    var reader = try IntakeReader(
      ByteSource(path: path), as: definition, IntakeTerms(plan, at: .test))
    return try Reading(&reader, batch: 10_000)
  }

  /// The text of a data file; nil, and said so, where it is not at hand.
  static func text(_ file: String) throws -> String? {
    try path(file).map { try String(contentsOfFile: $0, encoding: .utf8) }
  }

  private static func path(_ file: String) -> String? {
    let given = ProcessInfo.processInfo.environment["FULCRUM_DATA"].map(URL.init(fileURLWithPath:))
    let folder = given ?? root.appendingPathComponent("../shared/data").standardized
    let path = folder.appendingPathComponent(file).path
    if FileManager.default.fileExists(atPath: path) { return path }
    print("skipped: \(file) is not at hand (looked in \(folder.path), or set FULCRUM_DATA)")
    return nil
  }
}

extension Reading {
  /// Minor units of all facts, or of those of a month of business days.
  func sum(in month: String? = nil, where holds: (Fact) -> Bool = { _ in true }) -> Int128 {
    facts.reduce(0) { sum, taken in
      let day = Example.newYork.day(of: taken.fact.at).description
      guard holds(taken.fact), month.map(day.hasPrefix) ?? true else { return sum }
      return sum + (taken.fact.amount?.minor ?? 0)
    }
  }

  /// The same of deals won.
  func sumWon(in month: String? = nil) -> Int128 {
    sum(in: month) { fact in
      if case .deal(let deal) = fact.body { deal.stage == .won } else { false }
    }
  }

  /// How many deals stand at each stage.
  var stages: [String: Int] {
    facts.reduce(into: [:]) { counts, taken in
      if case .deal(let deal) = taken.fact.body { counts[deal.stage.name, default: 0] += 1 }
    }
  }
}

extension Example {
  fileprivate static let newYork = Zone.named("America/New_York") ?? .utc
}
