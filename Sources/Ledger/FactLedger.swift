public import Facts
import Foundation
import GRDB
import GRDBSQLite

/// The append-only store of facts: one SQLite file in WAL mode.
///
/// Every write is one transaction, on disk when the call returns. Any number of readers may read
/// while one writes.
public final class FactLedger: Sendable {
  let database: any DatabaseWriter
  /// The path of the file; nil for a ledger in memory.
  public let path: String?
  private let identity: FileIdentity?

  private init(_ database: any DatabaseWriter, path: String?) {
    self.database = database
    self.path = path
    identity = path.flatMap { FileIdentity($0) }
  }

  /// Throws if the opened file is no longer at its path. Anything written to it would be lost
  /// when it is closed.
  public func checkPlace() throws(LedgerProblem) {
    guard let path, let identity, FileIdentity(path) != identity else { return }
    throw .moved(path: path)
  }

  /// Writes a mark and waits until it is on disk, to test that the ledger can be written.
  public func probe(at now: Instant) throws(LedgerProblem) {
    try changing(at: now, as: .use) { change in
      try change.database.run(
        "INSERT INTO pulse (number, at) VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
        now.milliseconds)
    }
  }

  /// The time that a change made now would have: never before the latest moment in the ledger.
  public func moment(_ now: Instant) throws(LedgerProblem) -> Instant {
    Instant(milliseconds: now.milliseconds + (try behind(now)))
  }

  /// The milliseconds by which a clock is behind the latest moment in the ledger; 0 if it isn't.
  public func behind(_ now: Instant) throws(LedgerProblem) -> Int64 {
    try reading { database in
      let seen = try Int64.fetchOne(database, sql: ChangeSQL.lastMoment) ?? .min
      return seen > now.milliseconds ? seen - now.milliseconds : 0
    }
  }

  /// Opens the ledger at a path. With `create`, makes one if the file doesn't exist.
  ///
  /// - Throws: ``LedgerProblem`` if the file doesn't exist or isn't a ledger.
  public static func open(_ path: String, create: Bool = false) throws(LedgerProblem) -> FactLedger
  {
    guard create || FileManager.default.fileExists(atPath: path) else {
      throw .missing(path: path)
    }
    do {
      let pool = try DatabasePool(path: path, configuration: configuration)
      // In WAL mode only FULL survives a power cut without losing what was acknowledged (SQLite,
      // "PRAGMA synchronous"). GRDB sets its writer to NORMAL as it opens, so this comes after.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try prepare(pool, path: path)
      return FactLedger(pool, path: path)
    } catch let problem as LedgerProblem {
      throw problem
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw .notALedger(path: path, detail: "it isn't a SQLite file")
    } catch {
      throw create
        ? .cannotWrite(detail: FactLedger.words(error))
        : .cannotRead(detail: FactLedger.words(error))
    }
  }

  /// A ledger in memory, which is lost when released.
  public static func inMemory() throws(LedgerProblem) -> FactLedger {
    do {
      let queue = try DatabaseQueue(configuration: configuration)
      try Schema.migrator.migrate(queue)
      return FactLedger(queue, path: nil)
    } catch { throw .cannotWrite(detail: FactLedger.words(error)) }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -65536")
      try database.execute(sql: "PRAGMA mmap_size = 1073741824")
      // 64 MiB of WAL before a checkpoint: an import's batch rewrites much of the id index.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 16384")
    }
    return configuration
  }

  private static func prepare(_ pool: DatabasePool, path: String) throws {
    let state = try pool.read { database in
      let id = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      // GRDB's own table exists a moment before ours, while another process creates the ledger.
      let tables =
        try Int.fetchOne(
          database,
          sql: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE '%grdb_migrations%'")
        ?? 0
      let newer = tables > 0 ? try Schema.migrator.hasBeenSuperseded(database) : false
      let whole = tables > 0 ? try Schema.migrator.hasCompletedMigrations(database) : false
      return (id: id, empty: tables == 0, newer: newer, whole: whole)
    }
    guard state.empty || state.id == Schema.applicationID else {
      throw LedgerProblem.notALedger(path: path, detail: "it is another program's SQLite file")
    }
    guard !state.newer else { throw LedgerProblem.newer(path: path) }
    if !state.whole { try migrate(pool) }
  }

  /// Migrates the tables to this version.
  ///
  /// Another process may do so at the same moment. Each step is one transaction, so one of the
  /// two finds it done and tries again.
  private static func migrate(_ pool: DatabasePool) throws {
    var done = -1
    while true {
      do { return try Schema.migrator.migrate(pool) } catch {
        let applied = try pool.read { try Schema.migrator.appliedIdentifiers($0).count }
        guard applied > done else { throw error }
        done = applied
      }
    }
  }

  /// The value of SQLite's `PRAGMA synchronous` for the writer; 2 is FULL.
  func synchronous() throws(LedgerProblem) -> Int? {
    do {
      return try database.writeWithoutTransaction {
        try Int.fetchOne($0, sql: "PRAGMA synchronous")
      }
    } catch { throw .cannotRead(detail: FactLedger.words(error)) }
  }

  /// Runs reads on one consistent snapshot.
  func reading<Value>(_ body: (Database) throws -> Value) throws(LedgerProblem) -> Value {
    do { return try database.read(body) } catch let problem as LedgerProblem { throw problem } catch
    {
      throw .cannotRead(detail: FactLedger.words(error))
    }
  }

  static func words(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else {
      return (error as? LedgerProblem)?.problem ?? "an unforeseen error of \(type(of: error))"
    }
    let means = String(cString: sqlite3_errstr(error.resultCode.rawValue))
    // SQLite forgets the message of a statement that was reset before it was asked for.
    guard let message = error.message, message != "not an error", message != means else {
      return means
    }
    return "\(means) (\(message))"
  }
}
