import ArgumentParser
import Foundation
import Ledger
import Surfaces

/// `fulcrum backup`: a copy of the ledger, taken while it is in use.
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
    try refusing { () throws(LedgerProblem) in try ledger.backup(to: file) }
    let copy = try refusing { () throws(LedgerProblem) in try FactLedger.open(file) }
    let extent = try refusing { () throws(LedgerProblem) in try copy.extent() }
    Console.print("Wrote \(file): \(Figures.plural(extent.facts, "fact")).")
  }
}

/// `fulcrum restore`: a ledger from a backup.
struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the ledger from a backup; never over one that is there.",
    discussion: "Example:\n  fulcrum restore fulcrum-2026-11-24.db --ledger fulcrum.db")

  @Argument(help: "The backup.") var file: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let source = try refusing { () throws(LedgerProblem) in try FactLedger.open(file) }
    let damage = try refusing { () throws(LedgerProblem) in try source.damage() }
    guard damage.isEmpty else {
      throw Failure(
        problem: "\(file) is damaged: \(damage.prefix(3).joined(separator: "; "))",
        remedy: "use an older backup")
    }
    try refusing { () throws(LedgerProblem) in try source.backup(to: ledger.path) }
    let extent = try refusing { () throws(LedgerProblem) in try source.extent() }
    Console.print("Restored \(ledger.path) from \(file): \(Figures.plural(extent.facts, "fact")).")
  }
}
