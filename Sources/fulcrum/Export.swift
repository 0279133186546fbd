import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Surfaces

/// `fulcrum export`: everything in the ledger as text files.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write facts, plans and quarantine as text files.",
    discussion: """
      facts.ndjson holds every fact in the order kept, with its time of receipt; imported into an
      empty ledger by 'fulcrum import facts DIR/facts.ndjson' it gives an equal one.

      Example:
        fulcrum export backup-2026-11
      """)

  @Argument(help: "The folder; made where it is not there.", completion: .directory)
  var folder: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let path = folder + "/facts.ndjson"
    let present = FileManager.default.subpaths(atPath: folder) ?? []
    guard present.isEmpty else {
      throw Failure(problem: "\(folder) is not empty", remedy: "choose another folder")
    }
    try makeFolder(folder)
    let facts = try writeFacts(ledger, to: path)
    let plans = try refusing { () throws(LedgerProblem) in try ledger.plans() }
    for plan in plans { try writeText(plan.text, to: "\(folder)/plan-\(plan.version).yaml") }
    let rows = try refusing { () throws(LedgerProblem) in try ledger.quarantine() }
    let lines = rows.map { row in
      JSON.members([
        "number": .integer(row.number), "source": .string(row.rejection.source),
        "file": .string(row.rejection.file), "line": .integer(row.rejection.line),
        "column": .string(row.rejection.column), "why": .string(row.rejection.why),
        "mend": .string(row.rejection.mend), "row": .string(row.rejection.row),
      ]).compact + "\n"
    }
    try writeText(lines.joined(), to: "\(folder)/quarantine.ndjson")
    Console.print(
      "Wrote \(folder): \(Figures.plural(facts, "fact")), "
        + "\(Figures.plural(plans.count, "plan version")), "
        + "\(Figures.plural(rows.count, "row")) in quarantine."
    )
  }

  private func writeFacts(_ ledger: FactLedger, to path: String) throws -> Int {
    let output = try LineFile(path)
    var count = 0
    try refusing { () throws(LedgerProblem) in
      try ledger.facts { fact, received in
        try output.write(fact.json(received: received).compact)
        count += 1
      }
    }
    try output.close()
    return count
  }
}

/// A text file written line by line through a buffer; in place only once it is closed.
final class LineFile {
  private let path: String
  private let handle: FileHandle
  private var buffer = Data()
  private static let enough = 1 << 20

  init(_ path: String) throws(Failure) {
    self.path = path
    guard FileManager.default.createFile(atPath: path + ".part", contents: nil),
      let handle = FileHandle(forWritingAtPath: path + ".part")
    else {
      throw Failure(problem: "\(path) cannot be written", remedy: "check the folder's permissions")
    }
    self.handle = handle
  }

  func write(_ line: String) throws {
    buffer.append(contentsOf: line.utf8)
    buffer.append(10)
    if buffer.count >= LineFile.enough { try flush() }
  }

  func close() throws {
    try flush()
    try handle.synchronize()
    try handle.close()
    guard rename(path + ".part", path) == 0 else {
      throw Failure(problem: "\(path) cannot be written", remedy: "check the folder's permissions")
    }
  }

  private func flush() throws {
    do { try handle.write(contentsOf: buffer) } catch {
      throw Failure(problem: "\(path) cannot be written", remedy: "check free disk space")
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
