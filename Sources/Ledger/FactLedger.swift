import Foundation
import GRDB

/// Where facts are kept: one SQLite file in WAL mode, append-only.
///
/// Every write is one transaction, on disk when the call returns. Any number of readers may read
/// while one writes.
public final class FactLedger: Sendable {
  let database: any DatabaseWriter
  /// The file; nil for a ledger in memory.
  public let path: String?

  private init(_ database: any DatabaseWriter, path: String?) {
    self.database = database
    self.path = path
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
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      let newer = tables > 0 ? try Schema.migrator.hasBeenSuperseded(database) : false
      let whole = tables > 0 ? try Schema.migrator.hasCompletedMigrations(database) : false
      return (id: id, empty: tables == 0, newer: newer, whole: whole)
    }
    guard state.empty || state.id == Schema.applicationID else {
      throw LedgerProblem.notALedger(path: path, detail: "it is another program's SQLite file")
    }
    guard !state.newer else { throw LedgerProblem.newer(path: path) }
    if !state.whole { try Schema.migrator.migrate(pool) }
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

  /// Runs writes in one transaction.
  func writing<Value>(_ body: (Database) throws -> Value) throws(LedgerProblem) -> Value {
    do { return try database.write(body) } catch let problem as LedgerProblem {
      throw problem
    } catch {
      throw .cannotWrite(detail: FactLedger.words(error))
    }
  }

  static func words(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "\(error)" }
    return error.message ?? "SQLite says \(error.resultCode)"
  }
}
