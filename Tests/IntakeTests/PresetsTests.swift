import Facts
import Foundation
import Intake
import Planning
import Testing

@Suite("Presets")
struct PresetsTests {
  @Test("Every preset has a sound file that says what it reads")
  func sound() throws {
    #expect(
      Presets.names == [
        "ga4", "google-ads", "google-ads-api", "hubspot-deals", "meta-ads",
        "salesforce-opportunities", "segment", "stripe-charges", "stripe-events",
        "stripe-invoices", "stripe-refunds",
      ])
    for name in Presets.names {
      let preset = try Presets.definition(named: name)
      #expect(preset.about?.isEmpty == false, "\(name)")
      #expect(preset.rows.isEmpty == false, "\(name)")
    }
  }

  @Test("A preset misspelt is suggested")
  func misspelt() {
    #expect(throws: IntakeProblem.self) { try Presets.definition(named: "stripe-charge") }
    do { _ = try Presets.definition(named: "stripe-charge") } catch {
      #expect(error.problem == "there is no preset 'stripe-charge'")
      #expect(error.remedy == "did you mean 'stripe-charges'?")
    }
  }

  @Test("A source is one of the plan's, a preset, or Fulcrum's own facts")
  func lookup() throws {
    var plan = try Example("crm").plan
    #expect(try Presets.source(named: "crm", in: plan)?.name == "crm")
    #expect(try Presets.source(named: "ga4", in: plan)?.format == .ndjson)
    #expect(try Presets.source(named: "facts", in: plan) == nil)
    var own = SourceDefinition(name: "payments", format: .csv)
    own.preset = "stripe-charges"
    own.decimal = ","
    own.said = ["decimal"]
    plan.sources["payments"] = own
    let filled = try #require(try Presets.source(named: "payments", in: plan))
    #expect(filled.name == "payments")
    #expect(filled.decimal == ",")
    #expect(filled.rows.isEmpty == false)
    do { _ = try Presets.source(named: "crn", in: plan) } catch {
      #expect(error.problem == "there is no source 'crn'")
      #expect(error.remedy == "did you mean 'crm'?")
    }
  }

  @Test("The guide's sources are sound")
  func guide() throws {
    let page = Fixture.folder.appendingPathComponent("../../../docs/guide/sources.md").standardized
    let text = try String(contentsOf: page, encoding: .utf8)
    let blocks = text.components(separatedBy: "```yaml\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    #expect(blocks.count == 2)
    let head = "business: b\ntimezone: UTC\ncurrency: EUR\nnumber: {}\nactivation: { money: 1 }\n"
    for block in blocks { #expect(try Plan.read(head + block).sources.count == 1) }
    for name in Presets.names { #expect(text.contains("| `\(name)` |"), "\(name)") }
  }

  @Test("An export of its tool becomes facts, its quirks and all", arguments: fixtures)
  func fixture(_ fixture: Fixture) throws {
    let path = Fixture.folder.appendingPathComponent(fixture.file).path
    let recorded = Fixture.folder.appendingPathComponent(fixture.preset + ".facts").path
    var source = SourceDefinition(name: "test", format: .csv)
    source.preset = fixture.preset
    var reader = try IntakeReader(ByteSource(path: path), as: source, .test)
    let reading = try Reading(&reader, batch: 3)
    let text =
      (reading.lines + [reading.said, "\(reading.counts)"] + reading.remarks.map(\.sentence))
      .joined(separator: "\n")
    if ProcessInfo.processInfo.environment["FULCRUM_RECORD"] == "1" {
      try text.write(toFile: recorded, atomically: true, encoding: .utf8)
    }
    #expect(try text == String(contentsOfFile: recorded, encoding: .utf8))
  }

  static let fixtures = [
    Fixture("salesforce-opportunities", "salesforce-opportunities.csv"),
    Fixture("hubspot-deals", "hubspot-deals.csv"),
    Fixture("stripe-charges", "stripe-charges.csv"),
    Fixture("stripe-refunds", "stripe-charges.csv"),
    Fixture("stripe-invoices", "stripe-invoices.csv"),
    Fixture("google-ads", "google-ads.csv"),
    Fixture("google-ads-api", "google-ads-api.ndjson"),
    Fixture("meta-ads", "meta-ads.csv"),
    Fixture("ga4", "ga4.ndjson"),
  ]
}

/// A file made like a tool's export, and the preset that reads it.
struct Fixture: CustomTestStringConvertible {
  let preset: String
  let file: String

  init(_ preset: String, _ file: String) {
    self.preset = preset
    self.file = file
  }

  var testDescription: String { preset }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")
}
