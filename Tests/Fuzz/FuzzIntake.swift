import Facts
import Foundation
@testable import Intake
@testable import Planning

/// The plan whose zone, currency and rates apply.
let plan: Plan = {
  let yaml = """
    business: Fuzz
    timezone: America/New_York
    currency: EUR
    rates: { USD: 0.92, JPY: 0.0061 }
    number: {}
    activation: { money: 1.00 }
    """
  do { return try Plan.read(yaml) } catch { broken("the plan is valid: \(error)") }
}()

let terms = IntakeTerms(plan, at: Instant(milliseconds: 1_795_000_000_000))

/// Sources of every format: those that come with Fulcrum, and some that use the rest of the mapping language.
private let definitions: [SourceDefinition?] = {
  let folder = ProcessInfo.processInfo.environment["FUZZ_SOURCES"] ?? ""
  do {
    let shipped = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".yaml") }
      .map { try read($0, String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) }
    return [nil] + (try own.map { try read("own", $0) }) + shipped
  } catch { broken("the sources are valid: \(error)") }
}()

private func read(_ name: String, _ yaml: String) throws -> SourceDefinition {
  try SourceDefinition.read(name: name, yaml: yaml)
}

private let own = [
  """
  format: csv
  rows:
    - { kind: money, id: "{Order}", at: "{Date}", customer: "{Customer}", amount: "{Amount}" }
  """,
  """
  format: csv
  decimal: ","
  dates: ["dd.MM.yyyy", "M/d/yyyy, H:mm a", "d MMM yyyy"]
  zone: Europe/Berlin
  nothing: ["--"]
  leave-out: [ { column: "@first", starts: Sum } ]
  rows:
    - kind: deal
      id: "{Order}:{Stage}"
      deal: "{Order}"
      customer: [ "{Account}", "{Customer}" ]
      stage: { column: Stage, map: { Won: won, Lost: lost }, else: open }
      amount: { column: Amount, scale: 0.01, negate: true }
      splits: { "{Customer}": 0.5, house: 0.5 }
      at: "{Date}"
  """,
  """
  format: tsv
  header: [day, customer, paid, until]
  rows:
    - kind: money
      when: { column: paid, present: true }
      id: "{@file}:{@line}"
      at: "{day}"
      customer: "{customer}"
      amount: { sum: [ "{paid}", "{paid}" ] }
      recurring: { from: "{day}", to: { later: "{day}", months: 1 } }
  """,
  """
  format: fixed
  skip: 1
  columns:
    - { name: customer, from: 2, width: 5 }
    - { name: day, from: 8, width: 8 }
    - { name: dollars, from: 19, width: 9 }
  dates: yyyyMMdd
  rows:
    - { kind: money, id: "{@line}", at: "{day}", customer: "{customer}", amount: "{dollars}" }
  """,
  """
  format: ndjson
  rows:
    - { kind: time, id: "{id}", at: "{t}", customer: "{user.id}", seconds: "{properties.seconds}" }
  """,
]

/// A file of any source. The first byte says which; the rest is the file.
func fuzzIntake(_ bytes: [UInt8]) {
  guard let choice = bytes.first else { return }
  let definition = definitions[Int(choice) % definitions.count]
  let file = Array(bytes.dropFirst())
  let whole = intake(file, definition, chunk: ByteSource.defaultChunk)
  let pieces = intake(file, definition, chunk: 7)
  hold(whole.facts == pieces.facts, "the size of pieces does not matter to facts")
  hold(whole.refused == pieces.refused, "the size of pieces does not matter to refused rows")
  guard let counts = whole.counts else { return }
  hold(
    counts.rows == counts.giving + counts.leftOut + counts.refused,
    "rows = gave facts + left out + refused: \(counts)")
  hold(counts.facts == whole.facts.count, "facts are counted")
  hold(counts.refused == whole.refused.count, "refused rows are counted")
  for rejection in whole.refused { replay(rejection, definition) }
}

private struct Outcome {
  var facts: [Fact] = []
  var refused: [Rejection] = []
  /// Nil where the file was refused whole.
  var counts: IntakeCounts?
}

private func intake(
  _ bytes: [UInt8], _ definition: SourceDefinition?, chunk: Int
) -> Outcome {
  let source = ByteSource(name: "file", bytes: bytes, chunk: chunk)
  var outcome = Outcome()
  do {
    var reader =
      if let definition {
        try IntakeReader(source, as: definition, terms)
      } else { IntakeReader(facts: source, terms) }
    while let batch = try reader.nextBatch(limit: 3) {
      outcome.facts += batch.facts.map(\.fact)
      outcome.refused += batch.rejections
    }
    outcome.counts = reader.counts
  } catch { hold(!error.remedy.isEmpty, "a file that is refused says what to do: \(error)") }
  return outcome
}

/// A row that was refused and not mended gives no fact, and is refused again.
private func replay(_ rejection: Rejection, _ definition: SourceDefinition?) {
  do {
    let batch = try IntakeReader.replay(rejection, as: definition, terms)
    hold(batch.facts.isEmpty, "a refused row gives nothing when replayed as it is: \(rejection)")
    hold(!batch.rejections.isEmpty, "a refused row does not vanish when replayed: \(rejection)")
  } catch {}
}
