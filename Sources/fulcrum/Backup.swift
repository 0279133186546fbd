import ArgumentParser
import Foundation
import Ledger
import Surfaces
import Terminal
import Operations

/// `fulcrum backup`: copies the ledger while it is in use.
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the whole ledger into a file, also while it is written to.",
    discussion: "Example:\n  fulcrum backup fulcrum-2026-11-24.db")

  @Argument(help: "The file to write; it must not be there yet.") var file: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open()
    let above = URL(fileURLWithPath: file).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: above) else {
      throw Failure(problem: "there is no folder \(above)", remedy: "make it, or name another")
    }
    try ledger.backup(to: file, by: Console.principal, at: SystemClock.now)
    let facts = try ledger.extent().facts
    Console.print("Wrote \(file): \(Figures.plural(facts, "fact")).")
  }
}

/// `fulcrum restore`: creates a ledger from a backup.
struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the ledger from a backup; never over one that is there.",
    discussion: "Example:\n  fulcrum restore fulcrum-2026-11-24.db --ledger fulcrum.db")

  @Argument(help: "The backup.") var file: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let extent = try FactLedger.restore(
      file, to: ledger.path, by: Console.principal, at: SystemClock.now
    ).extent()
    Console.print("Restored \(ledger.path) from \(file): \(Figures.plural(extent.facts, "fact")).")
  }
}
