public import Facts
import Foundation
import GRDB

extension FactLedger {
  /// What SQLite keeps beside a ledger while it is open, or after its process was ended: part of the ledger.
  public static let besides = ["-wal", "-shm", "-journal"]

  /// Copies the whole ledger into a new file while others read and write it: made beside, checked, on disk, and
  /// only then in its place.
  ///
  /// - Throws: ``LedgerProblem`` when the file is there already or cannot be written; then nothing is left.
  public func backup(
    to path: String, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) {
    for file in WholeFile.abandoned(path) { WholeFile.remove(file) }
    guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
    try FactLedger.checkFree(path)
    do {
      let making = WholeFile.making(path)
      WholeFile.abandon(path)
      let target = try DatabaseQueue(path: making)
      try database.backup(to: target)
      try target.writeWithoutTransaction { database in
        let damage = try String.fetchAll(database, sql: "PRAGMA quick_check(3)")
        guard damage == ["ok"] else {
          throw LedgerProblem.cannotRead(detail: damage.joined(separator: "; "))
        }
        // One file, with nothing beside it: a backup can then be read where nothing can be written.
        try database.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      try target.close()
      // Written down before the copy is in place: what leaves the ledger is always in the trail.
      try changing(at: now) { try $0.audit("backup made", path, by: principal) }
      try WholeFile.place(path)
    } catch {
      WholeFile.abandon(path)
      if let problem = error as? LedgerProblem { throw problem }
      throw .cannotPlace(path: path, detail: FactLedger.words(error))
    }
  }

  /// Makes a ledger from a backup, which is only read: copied beside, checked, brought up to this version, and
  /// only then in its place.
  ///
  /// - Throws: ``LedgerProblem`` when a ledger or what belongs to one is there already, or the backup is none or is
  ///   damaged; then nothing is left.
  public static func restore(
    _ backup: String, to path: String, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> FactLedger {
    try checkFree(path)
    try checkBackup(backup)
    let making = WholeFile.making(path)
    do throws(LedgerProblem) {
      WholeFile.abandon(path)
      try WholeFile.copy(backup, making: path)
      let copy: FactLedger
      do { copy = try open(making) } catch { throw error.of(backup) }
      let damage = try copy.damage()
      guard damage.isEmpty else {
        throw LedgerProblem.damaged(path: backup, detail: damage.prefix(3).joined(separator: "; "))
      }
      try copy.changing(at: now) { try $0.audit("restored", backup, by: principal) }
      do { try copy.close() } catch {
        throw LedgerProblem.cannotPlace(path: path, detail: words(error))
      }
      try WholeFile.place(path)
    } catch {
      WholeFile.abandon(path)
      throw error
    }
    return try open(path)
  }

  /// Makes a new ledger with what `fill` puts into it, whole or not at all.
  ///
  /// - Throws: ``LedgerProblem`` when one is there already or cannot be written; then nothing is left.
  public static func make(
    _ path: String, fill: (FactLedger) throws(LedgerProblem) -> Void
  ) throws(LedgerProblem) {
    try checkFree(path)
    WholeFile.abandon(path)
    do {
      let made = try open(WholeFile.making(path), create: true)
      try fill(made)
      try made.close()
      try WholeFile.place(path)
    } catch {
      WholeFile.abandon(path)
      if let problem = error as? LedgerProblem { throw problem }
      throw .cannotPlace(path: path, detail: words(error))
    }
  }

  /// Checks the file as SQLite sees it; what it says is wrong, or nothing.
  public func damage() throws(LedgerProblem) -> [String] {
    try reading { database in
      try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    }
  }

  /// Folds the log into the file and lets go of it.
  private func close() throws {
    if let pool = database as? DatabasePool {
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
    try database.close()
    // The log was folded in and is empty, but stays beside the file.
    if let path, WholeFile.size(path + "-wal") ?? 0 == 0 {
      for suffix in FactLedger.besides { WholeFile.remove(path + suffix) }
    }
  }

  /// Refuses a path where a ledger lies, or anything that SQLite would take for part of one: what a process that
  /// was killed left in the log are facts that were acknowledged.
  private static func checkFree(_ path: String) throws(LedgerProblem) {
    for file in WholeFile.abandoned(path) { WholeFile.remove(file) }
    let there = ([path] + besides.map { path + $0 }).filter {
      FileManager.default.fileExists(atPath: $0)
    }
    guard let first = there.first else { return }
    throw there.count == 1 ? .exists(path: first) : .existWithLog(paths: there)
  }

  /// Bytes of an SQLite file's head, and where in it the program's mark stands (SQLite, "Database File Format", 1.3).
  private static let head = (
    mark: Array("SQLite format 3\u{0}".utf8), application: 68..<72, count: 100
  )

  private static func checkBackup(_ path: String) throws(LedgerProblem) {
    guard let file = FileHandle(forReadingAtPath: path) else { throw .missing(path: path) }
    let bytes: [UInt8]
    do {
      bytes = try file.read(upToCount: head.count).map(Array.init) ?? []
      try file.close()
    } catch { throw .notALedger(path: path, detail: "it cannot be read") }
    guard !bytes.isEmpty else { throw .notALedger(path: path, detail: "it is empty") }
    guard bytes.count == head.count, bytes.starts(with: head.mark) else {
      throw .notALedger(path: path, detail: "it is no SQLite file")
    }
    let mark = bytes[head.application].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard mark == UInt32(bitPattern: Schema.applicationID) else {
      throw .notALedger(path: path, detail: "it is another program's SQLite file")
    }
    let log = path + "-wal"
    guard (WholeFile.size(log) ?? 0) == 0 else { throw .inUse(path: path, log: log) }
  }
}

extension LedgerProblem {
  /// The same, said of the file that a copy was made of.
  fileprivate func of(_ path: String) -> LedgerProblem {
    switch self {
    case .newer: .newer(path: path)
    case .notALedger(_, let detail): .notALedger(path: path, detail: detail)
    case .cannotRead(let detail): .damaged(path: path, detail: detail)
    default: self
    }
  }
}
