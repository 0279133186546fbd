import Foundation
import GRDB

extension FactLedger {
  /// Copies the whole ledger into a new file while others read and write it.
  ///
  /// - Throws: ``LedgerProblem`` when the file is there already or cannot be written.
  public func backup(to path: String) throws(LedgerProblem) {
    guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
    do {
      let target = try DatabaseQueue(path: path)
      try database.backup(to: target)
      try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try target.close()
    } catch { throw .cannotWrite(detail: FactLedger.words(error)) }
  }

  /// Checks the file as SQLite sees it; what it says is wrong, or nothing.
  public func damage() throws(LedgerProblem) -> [String] {
    try reading { database in
      try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    }
  }
}
