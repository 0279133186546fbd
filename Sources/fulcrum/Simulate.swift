import ArgumentParser
import Facts
import Foundation
import Operations
import Simulation
import Surfaces
import Terminal

/// `fulcrum simulate`: writes a made-up business as files, with the truth behind it.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a simulated business: plan.yaml, facts.ndjson and truth.json.",
    discussion: """
      The same seed, size and last day always give the same files. truth.json says which plays truly
      work, so that answers can be scored.

      Example:
        fulcrum simulate big --customers 40000 --seed 7 --until 2026-10-31
      """)

  @Argument(help: "The folder; made where it is not there.", completion: .directory)
  var folder: String
  @OptionGroup var size: SimulationOptions

  func run() throws {
    let business = size.business()
    let written = try SimulatedFiles(business, folder, before: nil).write()
    Console.print(
      "Wrote \(Figures.count(written)) facts of \(Figures.count(business.customers)) customers, "
        + "\(business.firstDay) to \(business.lastDay), to \(folder)/facts.ndjson.")
  }
}

/// The size and seed of a simulated business.
struct SimulationOptions: ParsableArguments {
  @Option(help: "Customers, 1 to 5,000,000; a thousand or more look like a business.")
  var customers = 5000
  @Option(help: "Plays.") var plays = SimulatedBusiness.plays
  @Option(help: "What all chance comes from.") var seed: UInt64 = 1
  @Option(help: "The last day (default: today).") var until: String?

  func validate() throws {
    guard (1...5_000_000).contains(customers) else {
      throw ValidationError("--customers goes from 1 to 5000000.")
    }
    guard (5...10_000).contains(plays) else {
      throw ValidationError("--plays goes from 5 to 10000.")
    }
    if let until, CalendarDay(until) == nil {
      throw ValidationError("'\(until)' isn't a valid date; write it like 2026-10-31.")
    }
  }

  func business() -> SimulatedBusiness {
    let today = Zone.utc.day(of: SystemClock.now)
    return SimulatedBusiness(
      seed: seed, customers: customers, plays: plays,
      lastDay: until.flatMap { CalendarDay($0) } ?? today)
  }
}

/// The files of a simulated business in a folder.
struct SimulatedFiles {
  let business: SimulatedBusiness
  let folder: String
  /// Facts received at or after this moment are left out; nil for none.
  let before: Instant?

  init(_ business: SimulatedBusiness, _ folder: String, before: Instant?) {
    self.business = business
    self.folder = folder
    self.before = before
  }

  var plan: String { folder + "/plan.yaml" }
  var facts: String { folder + "/facts.ndjson" }
  var truth: String { folder + "/truth.json" }

  /// Writes all files.
  ///
  /// - Returns: The number of facts.
  func write() throws -> Int {
    try TextFile.makeFolder(folder)
    try TextFile.write(business.planYAML(), to: plan)
    try TextFile.write(business.truth().pretty + "\n", to: truth)
    let output = try LineFile(facts)
    var count = 0
    try business.forEachFact { fact, received in
      if let before, received >= before { return }
      try output.write(fact.json(received: received).compact)
      count += 1
    }
    try output.close()
    return count
  }
}
