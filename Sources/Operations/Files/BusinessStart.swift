public import Facts
internal import Foundation
public import Ledger
internal import Planning

/// The start of a business: a commented plan and an empty ledger, both or neither.
public struct BusinessStart: Sendable {
  private let folder: String
  private let business: String
  private let timezone: String
  private let currency: String

  /// Prepares the start in a folder.
  public init(_ folder: String, business: String, timezone: String, currency: String) {
    self.folder = folder
    self.business = business
    self.timezone = timezone
    self.currency = currency
  }

  /// The plan's file.
  public var plan: String { folder + "/plan.yaml" }
  /// The ledger's file.
  public var ledger: String { folder + "/fulcrum.db" }

  /// Writes both files.
  ///
  /// - Returns: False if an earlier start was interrupted, and only the plan's file was missing.
  /// - Throws: ``Failure`` if a file is there already, or time zone or currency do not exist.
  public func run(by principal: Principal, at now: Instant) throws -> Bool {
    for path in [plan, ledger] {
      for left in WholeFile.abandoned(path) { unlink(left) }
    }
    if try finish() { return false }
    for path in [plan, ledger] where FileManager.default.fileExists(atPath: path) {
      throw Failure(problem: "\(path) is there already", remedy: "choose another folder")
    }
    guard Zone.named(timezone) != nil else {
      throw Failure(
        problem: "'\(timezone)' isn't a valid time zone",
        remedy: "write it like Europe/London or UTC")
    }
    guard Currency(currency) != nil else {
      throw Failure(
        problem: "'\(currency)' isn't a valid ISO 4217 currency",
        remedy: "write it like EUR or USD")
    }
    let text = Plan.starter(business: business, timezone: timezone, currency: currency)
    _ = try Plan.checked(text, name: "the starter plan")
    try TextFile.makeFolder(folder)
    // Writes the ledger first and the plan's file last, so that the same command completes an
    // interrupted start.
    try FactLedger.make(ledger) { (made: FactLedger) throws(LedgerProblem) in
      _ = try made.apply(planText: text, by: principal, at: now)
    }
    do { try TextFile.write(text, to: plan, replacing: false) } catch {
      unlink(ledger)
      throw error
    }
    return true
  }

  /// Completes an interrupted start: writes the plan's file of a ledger that has none. Returns true
  /// if it did.
  private func finish() throws -> Bool {
    let files = FileManager.default
    guard files.fileExists(atPath: ledger), !files.fileExists(atPath: plan) else { return false }
    let begun = try FactLedger.open(ledger)
    guard try begun.extent().facts == 0, try begun.plans().count == 1,
      let text = try begun.plan()?.text
    else { return false }
    try TextFile.write(text, to: plan, replacing: false)
    return true
  }
}
