import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Planning
import Scoreboard
import Simulation
import Surfaces
import Tally

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
    let ledger = try refusing { () throws(LedgerProblem) in try FactLedger.open(path, create: true)
    }
    let text = try readText(files.plan)
    let plan = try Plan.checked(text, name: files.plan)
    _ = try refusing { () throws(LedgerProblem) in
      try ledger.apply(planText: text, by: Console.principal, at: now)
    }
    let reader = try SourceList(plan).reader(IntakeReader.factsSource, files.facts)
    let run = ImportRun(
      ledger: ledger, reader: reader, source: IntakeReader.factsSource, file: files.facts,
      principal: Console.principal)
    Console.print(try await run.finish().text + "\n")
    try showFlash(ledger, plan, now: now)
    Console.print(next(path))
    if serve { try await options.serve(ledger) }
  }

  /// Prints the Flash of the last simulated day.
  private func showFlash(_ ledger: FactLedger, _ plan: Plan, now: Instant) throws {
    let view =
      size.until.flatMap { CalendarDay($0) }.map {
        View.past($0, plan, ledgerBegan: nil, restated: false)
      } ?? View.live(plan, now: now)
    let flash = try refusing { () throws(LedgerProblem) in
      let source = try IndexedLedger(ledger)
      let board = try Pipeline.workOut(source, view, plan)
      var flash = board.flash()
      flash.plays = try Journal(ledger: ledger, source: source).publish(board, at: now)
      return flash
    }
    Console.print(flash.text(colour: Console.hasColour))
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
