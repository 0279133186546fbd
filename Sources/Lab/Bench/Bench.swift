import ArgumentParser
import Foundation
import Terminal
import Operations

/// `fulcrum-lab bench`: measures the engine, alone or beside others.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the engine beside DuckDB, chDB and polars.",
    discussion: """
      Simulates facts, works the same answers out with each engine in one run, checks that they are equal
      and prints medians, processor time, memory and ratios. The other engines come from PyPI into an
      environment of their own; needs python3.

      Examples:
        fulcrum-lab bench --facts 20000000
        fulcrum-lab bench generate /tmp/many --facts 2000000
        fulcrum-lab bench measure /tmp/many
      """,
    subcommands: [BenchSuite.self, BenchGenerate.self, BenchBuild.self, BenchMeasure.self],
    defaultSubcommand: BenchSuite.self)
}

/// `fulcrum-lab bench` without a subcommand: runs the suite's script.
struct BenchSuite: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suite", abstract: "The whole suite (what bench does without another word).")

  @Option(help: "How many facts.") var facts = 20_000_000
  @Option(help: "How often each is run; medians count.") var runs = 5
  @Flag(help: "One run of one formulation each: equality alone.") var smoke = false
  @Flag(help: "Keep the figures and write docs/BENCHMARKS.md.") var write = false

  func run() throws {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let script = "Benchmarks/engine.py"
    guard FileManager.default.fileExists(atPath: script) else {
      throw Failure(
        problem: "the suite's script is not at \(script)", remedy: "run this where the sources are")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["python3", script, "--lab", program.path, "--facts", "\(facts)", "--runs", "\(runs)"]
      + (smoke ? ["--smoke"] : []) + (write ? ["--write"] : [])
    do { try process.run() } catch {
      throw Failure(problem: "python3 cannot be started: \(error)", remedy: "install python3")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Outcome(code: Exit.problem) }
  }
}
