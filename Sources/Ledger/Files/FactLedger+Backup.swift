public import Facts
import Foundation
import GRDB

extension FactLedger {
  /// The suffixes of SQLite's own files beside an open or crashed ledger. They are part of the
  /// ledger.
  public static let sqliteSuffixes = ["-wal", "-shm", "-journal"]

  /// Copies the whole ledger to a new file, while others may read and write it. The copy is
  /// written beside the target, checked, synced to disk and only then moved into place.
  ///
  /// - Throws: ``LedgerProblem`` if the file already exists or cannot be written; then nothing is
  ///   left behind.
  public func backup(
    to path: String, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) {
    for file in WholeFile.abandoned(path) { WholeFile.remove(file) }
    guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
    try FactLedger.checkFree(path)
    do {
      let making = WholeFile.temporaryPath(path)
      WholeFile.discard(path)
      let target = try DatabaseQueue(path: making)
      try database.backup(to: target)
      try target.writeWithoutTransaction { database in
        let damage = try String.fetchAll(database, sql: "PRAGMA quick_check(3)")
        guard damage == ["ok"] else {
          throw LedgerProblem.cannotRead(detail: damage.joined(separator: "; "))
        }
        // A single file without a log, so that the backup can be read in a read-only folder.
        try database.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      try target.close()
      // Audited before the copy is in place: every copy that leaves the ledger is in the trail.
      try changing(at: now) { try $0.audit("backup made", path, by: principal) }
      try WholeFile.place(path)
    } catch {
      WholeFile.discard(path)
      if let problem = error as? LedgerProblem { throw problem }
      throw .cannotPlace(path: path, detail: FactLedger.words(error))
    }
  }

  /// Makes a ledger from a backup, which is only read. The copy is written beside the target,
  /// checked, migrated to this version and only then moved into place.
  ///
  /// - Throws: ``LedgerProblem`` if a ledger or one of its files already exists, or the backup is
  ///   damaged or not a ledger; then nothing is left behind.
  public static func restore(
    _ backup: String, to path: String, by principal: Principal, at now: Instant
  ) throws(LedgerProblem) -> FactLedger {
    try checkFree(path)
    try checkBackup(backup)
    let making = WholeFile.temporaryPath(path)
    do throws(LedgerProblem) {
      WholeFile.discard(path)
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
      WholeFile.discard(path)
      throw error
    }
    return try open(path)
  }

  /// Makes a new ledger with the contents that `fill` writes, completely or not at all.
  ///
  /// - Throws: ``LedgerProblem`` if one already exists or cannot be written; then nothing is left
  ///   behind.
  public static func make(
    _ path: String, fill: (FactLedger) throws(LedgerProblem) -> Void
  ) throws(LedgerProblem) {
    try checkFree(path)
    WholeFile.discard(path)
    do {
      let made = try open(WholeFile.temporaryPath(path), create: true)
      try fill(made)
      try made.close()
      try WholeFile.place(path)
    } catch {
      WholeFile.discard(path)
      if let problem = error as? LedgerProblem { throw problem }
      throw .cannotPlace(path: path, detail: words(error))
    }
  }

  /// Runs SQLite's integrity check. Returns the errors found; empty if the file is intact.
  public func damage() throws(LedgerProblem) -> [String] {
    try reading { database in
      try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    }
  }

  /// Checkpoints the WAL into the file and closes it.
  private func close() throws {
    if let pool = database as? DatabasePool {
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
    try database.close()
    // The WAL is checkpointed and empty, but stays beside the file.
    if let path, WholeFile.size(path + "-wal") ?? 0 == 0 {
      for suffix in FactLedger.sqliteSuffixes { WholeFile.remove(path + suffix) }
    }
  }

  /// Throws if a path has a ledger, or any of SQLite's files for one. The WAL of a killed process
  /// has facts that were acknowledged.
  private static func checkFree(_ path: String) throws(LedgerProblem) {
    for file in WholeFile.abandoned(path) { WholeFile.remove(file) }
    let there = ([path] + sqliteSuffixes.map { path + $0 }).filter {
      FileManager.default.fileExists(atPath: $0)
    }
    guard let first = there.first else { return }
    throw there.count == 1 ? .exists(path: first) : .existWithLog(paths: there)
  }

  /// The layout of an SQLite file's header: its length, magic bytes, and the application id's
  /// offsets. Source: SQLite, "Database File Format", 1.3.
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
      throw .notALedger(path: path, detail: "it isn't a SQLite file")
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
  /// The same problem, with the path of the backup that the copy was made from.
  fileprivate func of(_ path: String) -> LedgerProblem {
    switch self {
    case .newer: .newer(path: path)
    case .notALedger(_, let detail): .notALedger(path: path, detail: detail)
    case .cannotRead(let detail): .damaged(path: path, detail: detail)
    default: self
    }
  }
}
