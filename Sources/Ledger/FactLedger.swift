public import Facts
import Foundation
import GRDB
import GRDBSQLite

/// Where facts are kept: one SQLite file in WAL mode, append-only.
///
/// Every write is one transaction, on disk when the call returns. Any number of readers may read
/// while one writes.
public final class FactLedger: Sendable {
  let database: any DatabaseWriter
  /// The file; nil for a ledger in memory.
  public let path: String?
  private let identity: FileIdentity?

  private init(_ database: any DatabaseWriter, path: String?) {
    self.database = database
    self.path = path
    identity = path.flatMap { FileIdentity($0) }
  }

  /// Refuses to go on where the file that was opened does not lie at its path any more: what is written to it then
  /// is lost when it is closed.
  public func checkPlace() throws(LedgerProblem) {
    guard let path, let identity, FileIdentity(path) != identity else { return }
    throw .moved(path: path)
  }

  /// Writes a mark and waits until it is on disk, to see whether anything can be written.
  public func probe(at now: Instant) throws(LedgerProblem) {
    try changing(at: now, as: .use) { change in
      try change.database.run(
        "INSERT INTO pulse (number, at) VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
        now.milliseconds)
    }
  }

  /// The moment that a change would be dated now: never before what the ledger has seen.
  public func moment(_ now: Instant) throws(LedgerProblem) -> Instant {
    Instant(milliseconds: now.milliseconds + (try behind(now)))
  }

  /// Milliseconds by which a clock is behind what the ledger has seen; 0 where it is not.
  public func behind(_ now: Instant) throws(LedgerProblem) -> Int64 {
    try reading { database in
      let seen = try Int64.fetchOne(database, sql: ChangeSQL.lastMoment) ?? .min
      return seen > now.milliseconds ? seen - now.milliseconds : 0
    }
  }

  /// Opens the ledger at a path, or makes one where there is none if told to create it.
  ///
  /// - Throws: ``LedgerProblem`` when there is none, or the file is something else.
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
      throw .notALedger(path: path, detail: "it is no SQLite file")
    } catch {
      throw create
        ? .cannotWrite(detail: FactLedger.words(error))
        : .cannotRead(detail: FactLedger.words(error))
    }
  }

  /// A ledger in memory, gone when let go of.
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
      // 64 MiB of log before it is folded in: a batch of an import rewrites much of the id index.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 16384")
    }
    return configuration
  }

  private static func prepare(_ pool: DatabasePool, path: String) throws {
    let state = try pool.read { database in
      let id = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      // GRDB's own table is there a moment before ours, while another process begins the ledger.
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

  /// Brings the tables up to this version. Another process may do the same at the same moment: each step is one
  /// transaction, so that one of the two finds it done, and looks again.
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

  /// What SQLite says of how its writer syncs: 2 is FULL.
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
