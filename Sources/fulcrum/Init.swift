import ArgumentParser
import Facts
import Foundation
import Ledger
import Planning

/// `fulcrum init`: writes a commented plan and creates an empty ledger.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a commented plan.yaml and start an empty ledger.",
    discussion: "Example:\n  fulcrum init acme --business \"Acme Ltd\" --timezone Europe/Paris")

  @Argument(help: "The folder; made where it is not there.", completion: .directory)
  var folder = "."
  @Option(help: "The name of the business.") var business = "My business"
  @Option(help: "Its time zone.") var timezone = "Europe/London"
  @Option(help: "Its currency.") var currency = "EUR"

  func run() throws {
    let plan = folder + "/plan.yaml"
    let ledger = folder + "/fulcrum.db"
    for path in [plan, ledger] {
      for left in WholeFile.abandoned(path) { unlink(left) }
    }
    if try finish(plan, ledger) {
      return Console.print("Wrote \(plan), which an earlier start had left out.")
    }
    for path in [plan, ledger] where FileManager.default.fileExists(atPath: path) {
      throw Failure(problem: "\(path) is there already", remedy: "choose another folder")
    }
    guard Zone.named(timezone) != nil else {
      throw Failure(
        problem: "'\(timezone)' is no time zone", remedy: "write it like Europe/London or UTC")
    }
    guard Currency(currency) != nil else {
      throw Failure(
        problem: "'\(currency)' is no ISO 4217 currency", remedy: "write it like EUR or USD")
    }
    let text = Plan.starter(business: business, timezone: timezone, currency: currency)
    _ = try Plan.checked(text, name: "the starter plan")
    try makeFolder(folder)
    // Writes the ledger first and the plan's file last, so that the same command completes an
    // interrupted start.
    try refusing { () throws(LedgerProblem) in
      try FactLedger.make(ledger) { (made: FactLedger) throws(LedgerProblem) in
        _ = try made.apply(planText: text, by: Console.principal, at: SystemClock.now)
      }
    }
    do { try writeText(text, to: plan, replacing: false) } catch {
      unlink(ledger)
      throw error
    }
    let enter = folder == "." ? "" : "cd \(folder), then "
    Console.print(
      """
      Wrote \(plan), put it in force, and started \(ledger).
      Next: \(enter)edit plan.yaml; 'fulcrum plan apply plan.yaml' puts your changes in force;
      'fulcrum sources' lists what can be imported; 'fulcrum import SOURCE FILE' imports it.
      """)
  }
}

extension Init {
  /// Completes an interrupted start: writes the plan's file of a ledger that has none. Returns true
  /// if it did.
  private func finish(_ plan: String, _ ledger: String) throws -> Bool {
    let files = FileManager.default
    guard files.fileExists(atPath: ledger), !files.fileExists(atPath: plan) else { return false }
    let text = try refusing { () throws(LedgerProblem) -> String? in
      let begun = try FactLedger.open(ledger)
      guard try begun.extent().facts == 0, try begun.plans().count == 1 else { return nil }
      return try begun.plan()?.text
    }
    guard let text else { return false }
    try writeText(text, to: plan, replacing: false)
    return true
  }
}

/// Creates a folder and its parents.
func makeFolder(_ path: String) throws(Failure) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw Failure(
      problem: "the folder \(path) cannot be made", remedy: "check the path and its permissions")
  }
}

/// Writes a text file atomically.
func writeText(_ text: String, to path: String, replacing: Bool = true) throws(Failure) {
  try refusing { () throws(LedgerProblem) in
    try WholeFile.write(text, making: path)
    do throws(LedgerProblem) { try WholeFile.place(path, replacing: replacing) } catch {
      unlink(WholeFile.making(path))
      throw error
    }
  }
}
