public import Facts
internal import Foundation
internal import Intake
public import Ledger
internal import Surfaces

/// Writes everything in a ledger as text files into a new folder, completely or not at all.
public struct LedgerExport: Sendable {
  private let folder: String

  /// Prepares an export into a folder, which must not exist or be empty.
  public init(_ folder: String) { self.folder = folder }

  /// The numbers of facts, plans and rows that were written.
  public struct Counts: Sendable {
    var facts = 0
    var plans = 0
    var rows = 0

    /// The counts in words.
    public var words: String {
      "\(Figures.plural(facts, "fact")), \(Figures.plural(plans, "plan version")), "
        + "\(Figures.plural(rows, "row")) in quarantine"
    }
  }

  /// Writes the folder.
  ///
  /// - Throws: ``Failure`` if the folder isn't empty or cannot be written; then nothing is left behind.
  public func run(_ ledger: FactLedger, by principal: Principal, at now: Instant) throws -> Counts {
    let manager = FileManager.default
    let isThere = manager.fileExists(atPath: folder)
    guard (manager.subpaths(atPath: folder) ?? []).isEmpty else {
      throw Failure(problem: "\(folder) is not empty", remedy: "choose another folder")
    }
    let making = WholeFile.temporaryPath(folder)
    for left in WholeFile.abandoned(folder) + [making] { try remove(left) }
    do {
      try TextFile.makeFolder(making)
      let counts = try write(ledger, into: making)
      // Audited before the folder is in place, so that data that leaves the ledger is always in
      // the trail.
      try ledger.changing(at: now) {
        try $0.audit("exported", folder, counts.words, by: principal)
      }
      try WholeFile.place(folder, replacing: isThere)
      return counts
    } catch {
      try remove(making)
      throw error
    }
  }

  private func write(_ ledger: FactLedger, into folder: String) throws -> Counts {
    var counts = Counts()
    try lines(folder + "/facts.ndjson") { output in
      try ledger.facts { fact, received in
        try output.write(fact.json(received: received).compact)
        counts.facts += 1
      }
    }
    let plans = try ledger.plans()
    for plan in plans {
      try TextFile.write(plan.text, to: "\(folder)/plan-\(plan.version).yaml")
    }
    counts.plans = plans.count
    try lines(folder + "/quarantine.ndjson") { output in
      try ledger.eachQuarantined { row in
        try output.write(LedgerExport.json(row).compact)
        counts.rows += 1
      }
    }
    try lines(folder + "/audit.ndjson") { output in
      try ledger.auditTrail { try output.write($0.json.compact) }
    }
    return counts
  }
  private static func json(_ row: QuarantinedRow) -> JSON {
    .members([
      "number": .integer(row.number), "source": .string(row.rejection.source),
      "file": .string(row.rejection.file), "line": .integer(row.rejection.line),
      "column": .string(row.rejection.column), "why": .string(row.rejection.why),
      "mend": .string(row.rejection.remedy), "row": .string(row.rejection.row),
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
