import ArgumentParser
import Facts
import Foundation
import Ledger
import Pay
import Planning
import Surfaces
import Terminal
import Operations

/// `fulcrum pay statement`: prints one member's pay line by line, or writes everyone's.
struct PayStatementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "What one member is paid, line by line, and why.",
    discussion: """
      A period that was processed is shown as it was frozen; any other as it stands. PDF is printed from
      the page by a Chromium that is installed (chromium, or $FULCRUM_CHROMIUM).

      Examples:
        fulcrum pay statement ana
        fulcrum pay statement ana --period 2026-10 --format pdf --output ana.pdf
        fulcrum pay statement --all --period 2026-10 --format html --output statements
      """)
  @Argument(help: "The member's id.") var member: String?
  @Flag(help: "Everyone's, into the folder of --output.") var all = false
  @Option(help: "The pay period (default: the one that the day falls in).") var period: String?
  @Option(help: "text, json, csv, html or pdf.") var format = StatementFormat.text
  @Option(name: .shortAndLong, help: "Write it to a file, or with --all into a folder.")
  var output: String?
  @Flag(help: "Work it out from what is known, though it was frozen.") var now = false
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var day: DayOptions

  func validate() throws {
    if (member == nil) != all { throw ValidationError("Name one member, or say --all.") }
    if all, output == nil { throw ValidationError("--all needs --output FOLDER.") }
    if format == .pdf, output == nil { throw ValidationError("--format pdf needs --output FILE.") }
  }

  func run() throws {
    let opened = try ledger.open()
    if let member { return try write(try one(opened, member), to: output) }
    let folder = output ?? "."
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let statements = try everyone(opened)
    for statement in statements {
      try write(statement, to: "\(folder)/\(statement.fileName).\(format.rawValue)")
    }
    Console.print("Wrote \(Figures.plural(statements.count, "statement")) to \(folder).")
  }

  private func one(_ ledger: FactLedger, _ member: String) throws -> Statement {
    if let frozen = try frozen(ledger, member).first { return frozen }
    let desk = try self.ledger.answers().pay(
      of: try day.request(.pay), without: period)
    let found = try desk.plan.payPeriod(period, of: member, on: desk.view.day)
    let people = try desk.run.pay(period: found.label) { $0.text == member }
    guard let pay = people.first(where: { $0.member.text == member }) else {
      throw Failure(
        problem: "\(member) is not there in \(found.label), and nothing is paid or taken back",
        remedy: "name another period")
    }
    return desk.statement(pay)
  }

  private func everyone(_ ledger: FactLedger) throws -> [Statement] {
    let frozen = try frozen(ledger, nil)
    guard frozen.isEmpty else { return frozen }
    let desk = try self.ledger.answers().pay(
      of: try day.request(.pay), without: period)
    if let period { _ = try desk.plan.payPeriod(period) }
    return try desk.run.pay(period: period).map { desk.statement($0) }
  }

  /// Statements from the latest snapshot of the period; empty if it was never processed.
  private func frozen(_ ledger: FactLedger, _ member: String?) throws -> [Statement] {
    guard let period, !now, day.asOf == nil else { return [] }
    let snapshots = try ledger.paySnapshots()
    guard let snapshot = snapshots.last(where: { $0.period == period }) else { return [] }
    let bodies =
      if let member { try ledger.payStatement(snapshot.number, member).map { [$0] } ?? [] } else {
        try ledger.payStatements(snapshot.number)
      }
    return try bodies.map { try Statement.frozen($0, snapshot.number) }
  }

  private func write(_ statement: Statement, to path: String?) throws {
    let text: String
    switch format {
    case .text: text = statement.text
    case .json: text = statement.json.pretty + "\n"
    case .csv: text = statement.csv
    case .html, .pdf: text = statement.html
    }
    guard let path else { return Console.print(text) }
    if format == .pdf { return try Chromium.print(text, to: path) }
    try TextFile.write(text, to: path)
  }
}

/// The formats of a statement.
enum StatementFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, csv, html, pdf
}

extension Statement {
  /// Member and period, safe for a file name.
  fileprivate var fileName: String {
    "\(member)-\(period)".map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
      .reduce(into: "") { $0.append($1) }
  }
}
