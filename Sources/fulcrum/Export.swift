import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Surfaces

/// `fulcrum export`: writes everything in the ledger as text files.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write facts, plans, quarantine and the audit trail as text files.",
    discussion: """
      facts.ndjson holds every fact in the order kept, with its time of receipt; imported into an
      empty ledger by 'fulcrum import facts DIR/facts.ndjson' it gives one with equal facts. What was
      sealed and frozen (plays' lots, looks, pay) and who may sign in are not text: 'fulcrum backup'
      copies everything.

      Example:
        fulcrum export backup-2026-11
      """)

  @Argument(help: "The folder; made where it is not there.", completion: .directory)
  var folder: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let manager = FileManager.default
    let isThere = manager.fileExists(atPath: folder)
    guard (manager.subpaths(atPath: folder) ?? []).isEmpty else {
      throw Failure(problem: "\(folder) is not empty", remedy: "choose another folder")
    }
    let making = WholeFile.making(folder)
    for left in WholeFile.abandoned(folder) + [making] { try remove(left) }
    let counts: Counts
    do {
      try makeFolder(making)
      counts = try write(ledger, into: making)
      try refusing { () throws(LedgerProblem) in
        // Audited before the folder is in place, so that data that leaves the ledger is always in
        // the trail.
        try ledger.changing(at: SystemClock.now) {
          try $0.audit("exported", folder, counts.words, by: Console.principal)
        }
        try WholeFile.place(folder, replacing: isThere)
      }
    } catch {
      try remove(making)
      throw error
    }
    Console.print("Wrote \(folder): \(counts.words).")
  }

  /// The numbers of facts, plans and rows that were written.
  private struct Counts {
    var facts = 0
    var plans = 0
    var rows = 0

    var words: String {
      "\(Figures.plural(facts, "fact")), \(Figures.plural(plans, "plan version")), "
        + "\(Figures.plural(rows, "row")) in quarantine"
    }
  }

  private func write(_ ledger: FactLedger, into folder: String) throws -> Counts {
    var counts = Counts()
    try lines(folder + "/facts.ndjson") { output in
      try refusing { () throws(LedgerProblem) in
        try ledger.facts { fact, received in
          try output.write(fact.json(received: received).compact)
          counts.facts += 1
        }
      }
    }
    let plans = try refusing { () throws(LedgerProblem) in try ledger.plans() }
    for plan in plans { try writeText(plan.text, to: "\(folder)/plan-\(plan.version).yaml") }
    counts.plans = plans.count
    try lines(folder + "/quarantine.ndjson") { output in
      try refusing { () throws(LedgerProblem) in
        try ledger.eachQuarantined { row in
          try output.write(Export.json(row).compact)
          counts.rows += 1
        }
      }
    }
    try lines(folder + "/audit.ndjson") { output in
      try refusing { () throws(LedgerProblem) in
        try ledger.auditTrail { try output.write($0.json.compact) }
      }
    }
    return counts
  }

  private static func json(_ row: QuarantinedRow) -> JSON {
    .members([
      "number": .integer(row.number), "source": .string(row.rejection.source),
      "file": .string(row.rejection.file), "line": .integer(row.rejection.line),
      "column": .string(row.rejection.column), "why": .string(row.rejection.why),
      "mend": .string(row.rejection.mend), "row": .string(row.rejection.row),
    ])
  }

  /// Writes a file of lines, which is on disk when this returns.
  private func lines(_ path: String, _ write: (LineFile) throws -> Void) throws {
    let output = try LineFile(path)
    try write(output)
    try output.close()
  }

  private func remove(_ folder: String) throws(Failure) {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      throw Failure(
        problem: "\(folder), which an export that was cut short left, cannot be removed",
        remedy: "remove it, and run this again")
    }
  }
}

/// A text file written line by line through a buffer. It gets its name only when it is closed.
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
    do {
      try handle.synchronize()
      try handle.close()
    } catch { throw failure }
    guard rename(path + ".part", path) == 0 else { throw failure }
  }

  private var failure: Failure {
    Failure(
      problem: "\(path) cannot be written",
      remedy: "check free disk space and the folder's permissions")
  }

  private func flush() throws {
    do { try handle.write(contentsOf: buffer) } catch { throw failure }
    buffer.removeAll(keepingCapacity: true)
  }
}
