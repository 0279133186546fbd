import ArgumentParser
import Facts
import Foundation
import Ledger
import Planning

/// The path of the ledger.
struct LedgerOptions: ParsableArguments {
  @Option(
    name: .customLong("ledger"),
    help: "The ledger's file (default: $FULCRUM_LEDGER, or fulcrum.db here).",
    completion: .file(extensions: ["db"]))
  var given: String?

  var path: String {
    let variable = Console.environment("FULCRUM_LEDGER") ?? ""
    return given ?? (variable.isEmpty ? "fulcrum.db" : variable)
  }

  /// Opens the ledger.
  func open(create: Bool = false) throws -> FactLedger {
    try refusing { () throws(LedgerProblem) in try FactLedger.open(path, create: create) }
  }
}

/// The current time. The only place that reads the system clock.
enum SystemClock {
  static var now: Instant {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}

/// Runs a call to the ledger and converts its problems to failures of the command.
func refusing<Value>(_ body: () throws(LedgerProblem) -> Value) throws(Failure) -> Value {
  do { return try body() } catch { throw Failure(problem: error.problem, remedy: error.remedy) }
}

/// Reads a UTF-8 text file.
func readText(_ path: String) throws(Failure) -> String {
  do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
    let there = FileManager.default.fileExists(atPath: path)
    throw Failure(
      problem: there ? "\(path) cannot be read as UTF-8 text" : "there is no file \(path)",
      remedy: there ? "save it as UTF-8, or check its permissions" : "check the path")
  }
}

extension FactLedger {
  /// Reads and checks the plan in force at a moment.
  func plan(at moment: Instant) throws(Failure) -> Plan {
    let version = try refusing { () throws(LedgerProblem) in try plan(before: moment) }
    guard let version else {
      let none = LedgerProblem.noPlan
      throw Failure(problem: none.problem, remedy: none.remedy)
    }
    return try Plan.checked(version.text, name: "plan version \(version.version)")
  }
}

extension Plan {
  /// Reads a plan, or fails with every problem in it.
  static func checked(_ text: String, name: String) throws(Failure) -> Plan {
    do { return try Plan.read(text) } catch {
      throw Failure(problem: error.text(name: name), remedy: "mend it and run this again")
    }
  }
}

extension PlanProblems {
  /// The problems as lines: place, problem and remedy.
  func text(name: String) -> String {
    let all = count == 1 ? "1 problem" : "\(count) problems"
    return "\(name) has \(all)\n"
      + problems.map { problem in
        let at = problem.path.isEmpty ? "" : "\(problem.path): "
        return "  \(name):\(problem.line):\(problem.column): \(at)\(problem.problem)\n"
          + "      \(problem.remedy)"
      }.joined(separator: "\n") + (more > 0 ? "\n  and \(more) more" : "")
  }
}
