import Facts
import Foundation
import Intake
import Ledger
import Testing

/// A moment that tests are received at.
let noon = Instant(milliseconds: 1_767_268_800_000)

/// Somebody at the command line.
let somebody = Principal(.command, "somebody")

/// Reads a fact from JSON as senders write it.
func fact(_ json: String) throws -> Fact {
  try FactReader(ofKept: .utc).read(line: ArraySlice(json.utf8)).fact
}

/// A fact of money.
func money(_ id: String, _ amount: String, customer: String = "c", at: String = "2026-01-01") throws
  -> Fact
{
  try fact(
    #"{"id":"\#(id)","kind":"money","at":"\#(at)","customer":"\#(customer)","amount":"\#(amount)","currency":"EUR"}"#
  )
}

/// Keeps facts, received at noon unless told otherwise.
@discardableResult
func keep(_ facts: [Fact], in ledger: FactLedger, at moment: Instant = noon) throws
  -> LedgerWriter.Outcome
{
  var writer = LedgerWriter(ledger)
  return try writer.append(
    facts.map { .init($0, received: moment) }, at: moment, refuse: refusal)
}

/// The rejection of a fact whose id is kept with other content.
func refusal(_ conflict: LedgerWriter.Conflict) -> Rejection {
  Rejection(
    source: "s", file: "f", line: conflict.index + 1, column: "id", why: "kept with other content",
    remedy: "send it with an id of its own", row: conflict.refused.json().compact)
}

/// A folder of its own, gone with the test.
final class Folder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      print("left \(path): \(error)")
    }
  }
}
