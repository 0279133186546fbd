import ArgumentParser
import Facts
import Foundation
import Ledger
import Planning
import Statistics
import Tally
import Terminal
import Operations

/// `fulcrum-lab bench measure`: times every answer over simulated facts, and writes the answers out.
struct BenchMeasure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Time every answer over simulated facts.",
    discussion: """
      Makes the index (in a process of its own), opens it, works every answer out some times, refreshes
      them after new facts, asks again for a past day, and prints the medians as JSON. The answers go to
      a folder as CSV.

      Example:
        fulcrum-lab bench measure /tmp/many --runs 5 --out /tmp/many/fulcrum
      """)

  @Argument(help: "The folder that bench generate wrote.") var folder: String
  @Option(help: "How often each is run; medians count.") var runs = 5
  @Option(help: "On how many processors.") var threads = 2
  @Option(help: "Where the answers go (default: FOLDER/fulcrum).") var out: String?
  @Flag(help: "Use the index that is there.") var reuse = false
  @Option(help: "Time one thing and nothing else (\(BenchMeasure.things.joined(separator: ", "))).")
  var only: String?

  func validate() throws {
    if let only, !BenchMeasure.things.contains(only) {
      throw ValidationError("--only takes one of \(BenchMeasure.things.joined(separator: ", ")).")
    }
  }

  private static let things = BenchTasks.names + ["refresh"]

  func run() throws {
    let build = reuse ? JSON.object([]) : try buildApart()
    let rules = Rules(try BenchPlan.plan())
    var opening = Timings()
    var opened: IndexedLedger?
    try opening.run(3) {
      opened = try IndexedLedger(indexAt: folder + "/many", playNames: BenchPlan.playNames)
    }
    guard let source = opened else {
      throw Failure(
        problem: "\(folder)/many.index is not whole", remedy: "run this without --reuse")
    }
    let end = BenchPlan.end(of: BenchPlan.today)
    let timelines = try Timelines(source, receivedBefore: .distantFuture, happenedBefore: end)
    if only == "refresh" {
      var refreshing = try BenchRefresh(source, rules, end: end)
      return Console.print(try refreshing.run().pretty)
    }
    var tasks = BenchTasks(rules: rules, threads: threads)
    for name in BenchTasks.names where only == nil || only == name {
      tasks.time(name, timelines, runs)
    }
    guard only == nil else { return Console.print(tasks.json.pretty) }
    let resident = Memory.resident
    try BenchAnswers(folder: out ?? folder + "/fulcrum", tasks: tasks).write()
    let past = try asOf(source, rules, tasks)
    var refreshing = try BenchRefresh(source, rules, end: end)
    let refresh = try refreshing.run()
    var members = [
      JSON.Member("facts", .integer(Int64(source.facts))),
      JSON.Member("threads", .integer(Int64(threads))),
    ]
    if case .object(let index) = build {
      members.append(
        .init("index", .object(index + [.init("open_ms", .number(figure(opening.wall / 1e6)))])))
    }
    members += [
      .init("tasks", tasks.json), .init("refresh", refresh), .init("as_of", past),
      .init("resident_mib", .number(figure(resident.now))),
      .init("peak_mib", .number(figure(resident.peak))),
    ]
    Console.print(JSON.object(members).pretty)
  }

  private func buildApart() throws -> JSON {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["bench", "build", folder, "--runs", "\(min(runs, 3))"]
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw Outcome(code: Exit.problem) }
      return try JSON(parsing: String(decoding: data, as: UTF8.self))
    } catch let outcome as Outcome { throw outcome } catch {
      throw Failure(problem: "the index was not made: \(error)", remedy: "check the folder's space")
    }
  }

  /// Times the same answers for a day 30 days earlier, and compares their processor time with
  /// today's.
  private func asOf(_ source: IndexedLedger, _ rules: Rules, _ now: BenchTasks) throws -> JSON {
    let end = BenchPlan.end(of: BenchPlan.today.advanced(by: -30))
    var opening = Timings()
    var view: Timelines?
    try opening.run(3) {
      view = try Timelines(source, receivedBefore: end, happenedBefore: end)
    }
    guard let view else { return .null }
    var tasks = BenchTasks(rules: rules, threads: threads)
    for name in BenchTasks.names { tasks.time(name, view, min(runs, 3)) }
    let all = (tasks.core + opening.core) / now.core
    return .object([
      .init("view_core_ms", .number(figure(opening.core / 1e6))),
      .init("view_wall_ms", .number(figure(opening.wall / 1e6))), .init("tasks", tasks.json),
      .init("ratio_all", .number(figure(all))),
    ])
  }
}

extension BenchPlan {
  static func end(of day: CalendarDay) -> Instant { Zone.utc.start(of: day.advanced(by: 1)) }
}
