import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Operations
import Planning
import Simulation
import Surfaces
import Tally
import Terminal

/// `fulcrum demo`: simulates a business and shows its Flash.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate a business of 18 months and show its Flash.",
    discussion: """
      Everything in it is made up. The folder holds the plan, the facts, the truth behind them and the
      ledger; running it again makes them anew.

      Examples:
        fulcrum demo demo --customers 5000
        fulcrum demo demo --serve --port 8080
      """)

  @Argument(help: "The folder; made where it is not there.", completion: .directory)
  var folder = "demo"
  @OptionGroup var size: SimulationOptions
  @Flag(help: "Serve it afterwards, until it is stopped.") var serve = false
  @OptionGroup var options: ServeOptions

  func run() async throws {
    let now = SystemClock.now
    let today = Zone.utc.day(of: now)
    if let until = size.until.flatMap({ CalendarDay($0) }), until > today {
      throw Failure(
        problem: "\(until) has not come yet (today is \(today))", remedy: "give a day that has")
    }
    let files = SimulatedFiles(size.business(), folder, before: now)
    try clear(files)
    let written = try files.write()
    Console.print(
      "Simulated \(Figures.count(written)) facts of "
        + "\(Figures.count(files.business.customers)) customers into \(files.facts).")
    let path = folder + "/fulcrum.db"
    let ledger = try FactLedger.open(path, create: true)
    let text = try TextFile.read(files.plan)
    let plan = try Plan.checked(text, name: files.plan)
    _ = try ledger.apply(planText: text, by: Console.principal, at: now)
    let source = IntakeReader.factsSource
    let run = ImportRun(
      try SourceList(plan).reader(source, files.facts, at: now), source: source,
      file: files.facts, by: Console.principal)
    Console.print(try await Import.show(run, into: ledger, files.facts).text + "\n")
    let day = size.until.map { [(AnswerOption.asOf.rawValue, $0)] } ?? []
    let answers = Answers(try IndexedLedger(ledger), at: now)
    let (flash, _) = try answers.flash(try AnswerRequest(.flash, day))
    Console.print(flash.text(colour: Console.hasColour))
    Console.print(next(path))
    if serve { try await options.serve(ledger) }
  }

  private func next(_ ledger: String) -> String {
    let program = CommandLine.arguments.first ?? "fulcrum"
    let day = size.until.map { " --as-of \($0)" } ?? ""
    return """

      Look on, with --ledger \(ledger) (or FULCRUM_LEDGER=\(ledger)):
        \(program) flash --as-of \(halfway)
        \(program) answer lifecycle\(day)
        \(program) answer retention\(day)
        \(program) answer bridge\(day)
        \(program) doctor
      What truly works and what does not stands in \(folder)/truth.json.
      Your own business: \(program) init acme
      """
  }

  /// The middle day of the simulation, to show it as it was known then.
  private var halfway: CalendarDay {
    let business = size.business()
    return business.firstDay.advanced(by: business.firstDay.distance(to: business.lastDay) / 2)
  }

  /// Removes an earlier demo, but never a ledger that no demo created.
  private func clear(_ files: SimulatedFiles) throws {
    let manager = FileManager.default
    let ledger = folder + "/fulcrum.db"
    guard manager.fileExists(atPath: ledger) || manager.fileExists(atPath: files.facts) else {
      return
    }
    guard manager.fileExists(atPath: files.truth) else {
      throw Failure(
        problem: "\(folder) holds a ledger that no demo made", remedy: "name another folder")
    }
    for path in [
      ledger, ledger + "-wal", ledger + "-shm", ledger + ".index", files.facts, files.plan,
      files.truth,
    ] {
      if manager.fileExists(atPath: path) { try manager.removeItem(atPath: path) }
    }
  }
}
