import Facts
import Foundation
import Ledger
import Testing

/// Copies of a ledger: whole or not at all.
@Suite struct BackupTests {
  private func files(_ folder: Folder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func filled(_ path: String) throws -> FactLedger {
    let ledger = try FactLedger.open(path, create: true)
    try keep([try money("1", "5.00")], in: ledger)
    return ledger
  }

  @Test func `a backup is one file, and gives an equal ledger`() throws {
    let folder = try Folder()
    let ledger = try filled(folder.path + "/a.db")
    try ledger.backup(to: folder.path + "/b.db", by: somebody, at: noon)
    #expect(try files(folder).filter { $0.hasPrefix("b") } == ["b.db"])
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/b.db"))
    let restored = try FactLedger.restore(
      folder.path + "/b.db", to: folder.path + "/c.db", by: somebody, at: noon)
    #expect(try restored.extent().facts == 1)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.path + "/b.db")) == before,
      "a backup is only read")
    #expect(throws: LedgerProblem.exists(path: folder.path + "/b.db")) {
      try ledger.backup(to: folder.path + "/b.db", by: somebody, at: noon)
    }
  }

  @Test(arguments: FactLedger.sqliteSuffixes)
  func `a ledger is never restored over what belongs to another`(suffix: String) throws {
    let folder = try Folder()
    try filled(folder.path + "/a.db").backup(to: folder.path + "/b.db", by: somebody, at: noon)
    let log = folder.path + "/c.db" + suffix
    try Data("facts".utf8).write(to: URL(fileURLWithPath: log))
    #expect(throws: LedgerProblem.exists(path: log)) {
      try FactLedger.restore(
        folder.path + "/b.db", to: folder.path + "/c.db", by: somebody, at: noon)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == Data("facts".utf8))
    try Data().write(to: URL(fileURLWithPath: folder.path + "/c.db"))
    #expect(throws: LedgerProblem.existWithLog(paths: [folder.path + "/c.db", log])) {
      try FactLedger.restore(
        folder.path + "/b.db", to: folder.path + "/c.db", by: somebody, at: noon)
    }
  }

  @Test func `what is no backup is refused, and nothing is left`() throws {
    let folder = try Folder()
    let path = folder.path + "/b.db"
    for bytes in [Data(), Data("no ledger".utf8), Data(count: 4096)] {
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(throws: LedgerProblem.self) {
        try FactLedger.restore(path, to: folder.path + "/c.db", by: somebody, at: noon)
      }
      #expect(try files(folder) == ["b.db"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }
    let other = folder.path + "/d.db"
    try filled(folder.path + "/a.db").backup(to: other, by: somebody, at: noon)
    var damaged = try Data(contentsOf: URL(fileURLWithPath: other))
    damaged.replaceSubrange(4096..<8192, with: Data(repeating: 0xFF, count: 4096))
    try damaged.write(to: URL(fileURLWithPath: other))
    #expect(throws: LedgerProblem.self) {
      try FactLedger.restore(other, to: folder.path + "/c.db", by: somebody, at: noon)
    }
    #expect(try !files(folder).contains { $0.hasPrefix("c.db") })
  }

  @Test func `a ledger that was moved or replaced takes no more facts`() throws {
    let folder = try Folder()
    let path = folder.path + "/a.db"
    let ledger = try filled(path)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
    #expect(throws: LedgerProblem.moved(path: path)) {
      try keep([try money("2", "5.00")], in: ledger)
    }
    try Data("another".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: LedgerProblem.moved(path: path)) { try ledger.checkPlace() }
  }

  @Test func `many may open a new ledger at once`() async throws {
    let folder = try Folder()
    let path = folder.path + "/a.db"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { _ = try FactLedger.open(path, create: true) } }
      try await group.waitForAll()
    }
  }
}
