import ArgumentParser
import Facts
import Foundation
import Ledger
import Planning
import Scoreboard
import Statistics
import Surfaces
import Tally

/// Assigns customers to a play's sides by lot, and writes a list for each side.
struct PlayLists {
  let launch: PlayLaunch
  let plan: Plan
  let folder: String

  init(_ launch: PlayLaunch, _ plan: Plan, folder: String) {
    self.launch = launch
    self.plan = plan
    self.folder = folder
  }

  /// The result of a lot. Its lists are written but not in place yet.
  struct Draw {
    /// The assignments as facts.
    var facts: [Fact] = []
    /// A sentence for each list.
    var lines: [String] = []
    fileprivate var paths: [String] = []

    /// Moves the lists into place, after the facts are stored.
    func place() throws(Failure) {
      for path in paths {
        try refusing { () throws(LedgerProblem) in try WholeFile.place(path, replacing: true) }
      }
    }

    /// Removes the lists of a lot that was not stored.
    func abandon() {
      for path in paths { unlink(WholeFile.making(path)) }
    }
  }

  /// Removes unfinished lists of the play that ended processes left behind.
  static func clear(_ play: PlayID, folder: String) {
    let name = fileName(play) + "-"
    for left in WholeFile.abandoned(in: folder, of: { $0.hasPrefix(name) }) {
      unlink(left)
    }
  }

  /// Assigns customers by lot and writes a list for each side. Writes nothing without customers.
  func draw(
    _ customers: [CustomerID], suffix: String = "", now: Instant
  ) throws -> Draw {
    PlayLists.clear(launch.play, folder: folder)
    guard !customers.isEmpty else { return Draw() }
    var facts: [Fact] = []
    var lists: [PlayLaunch.Side: [String]] = [:]
    for customer in customers {
      let side = launch.side(of: customer)
      facts += launch.facts(customer, side, zone: plan.zone, now: now)
      lists[side, default: []].append(customer.text)
    }
    var draw = Draw(facts: facts)
    for (side, names) in lists.sorted(by: { $0.key.name < $1.key.name }) {
      let path = "\(folder)/\(fileName)\(suffix)-\(side.name).txt"
      draw.paths.append(path)
      do { try write(names, path) } catch {
        draw.abandon()
        throw error
      }
      draw.lines.append(
        "\(path): \(Figures.plural(names.count, "customer")) \(sentence(side))")
    }
    return draw
  }

  private var fileName: String { PlayLists.fileName(launch.play) }

  /// A play's id as part of a file name, without characters that could lead to another folder.
  private static func fileName(_ play: PlayID) -> String {
    let plain = play.text.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" }
    return String(plain.first == "." ? ["_"] + plain.dropFirst() : plain)
  }

  private func sentence(_ side: PlayLaunch.Side) -> String {
    switch (side, launch.division) {
    case (.kept, _): "to keep from it"
    case (.wave(let number), .waves(_, let every)):
      "to reach on \(launch.declaration.from.advanced(by: (number - 1) * every)), not before"
    default: "to reach"
    }
  }

  private func write(_ names: [String], _ path: String) throws(Failure) {
    try makeFolder(folder)
    try refusing { () throws(LedgerProblem) in
      try WholeFile.write(names.joined(separator: "\n") + "\n", making: path)
    }
  }
}

/// A file of customers, one id per line.
enum CustomerList {
  /// Reads the customers in order without duplicates. Skips blank lines and a header line
  /// `customer`.
  static func read(_ path: String) throws -> [CustomerID] {
    let text =
      path == "-"
      ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
      : try readText(path)
    var seen: Set<CustomerID> = []
    var customers: [CustomerID] = []
    for (line, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let id = row.trimmingCharacters(in: .whitespaces.union(.init(charactersIn: "\r\u{FEFF}\"")))
      guard !id.isEmpty, line > 0 || id.lowercased() != "customer" else { continue }
      guard let customer = CustomerID(id) else {
        throw Failure(
          problem: "\(path):\(line + 1): '\(id.prefix(40))…' is no id of a customer",
          remedy: "write one id of at most 128 bytes a line")
      }
      if seen.insert(customer).inserted { customers.append(customer) }
    }
    guard !customers.isEmpty else {
      throw Failure(problem: "\(path) names no customer", remedy: "write one id a line")
    }
    return customers
  }
}

/// `fulcrum play draw`: adds customers to a running play.
struct PlayDraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draw the lot for more customers of a play.",
    discussion: """
      The key that was sealed when the play started decides, so that a customer drawn twice stays where the
      first draw put them. Plays in waves take no more customers.

      Example:
        fulcrum play draw winter-mail --list today.txt --out today
      """)
  @Argument(help: "The play's id.") var play: String
  @Option(help: "A file of customers, one id a line; - is standard input.") var list: String
  @Option(help: "The folder for the lists (default: here).") var out = "."
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let id = try PlayOptions.id(play)
    let ledger = try ledger.open()
    let now = SystemClock.now
    let plan = try ledger.plan(at: .distantFuture)
    let seal = try refusing { () throws(LedgerProblem) in
      try ledger.seals(.terms, of: id.text).first { $0.body["key"] != nil }
    }
    guard let latest = try PlayOptions.latest(id, ledger), let declaration = latest.declaration,
      let lever = latest.fact.lever, let seal,
      let division = PlayLaunch.Division(sealed: seal.body),
      let hash = KeyedHash(sealed: seal.body)
    else {
      throw Failure(
        problem: "play '\(play)' was not started with a lot here",
        remedy: "start one with 'fulcrum play start'")
    }
    if case .waves = division {
      throw Failure(
        problem: "play '\(play)' reaches its list in waves, which were drawn when it started",
        remedy: "start a new play for these customers")
    }
    let launch = PlayLaunch(
      play: id, lever: lever, declaration: declaration, division: division, hash: hash)
    let customers = try CustomerList.read(list)
    let draw = try PlayLists(launch, plan, folder: out).draw(
      customers, suffix: "-\(plan.zone.day(of: now))", now: now)
    // Customers who were drawn before keep their first lot, which has another time.
    let outcome: LedgerWriter.Outcome
    do {
      outcome = try PlayOptions.keep(try fresh(draw.facts, ledger), ledger, at: now) { change in
        try change.audit(
          "lot drawn", id.text, Figures.plural(customers.count, "customer"),
          by: Console.principal)
      }
    } catch {
      draw.abandon()
      throw error
    }
    try draw.place()
    let before = customers.count - outcome.kept
    Console.print(
      (draw.lines
        + (before > 0 ? ["\(Figures.plural(before, "customer")) had been drawn before."] : []))
        .joined(separator: "\n"))
  }

  private func fresh(_ facts: [Fact], _ ledger: FactLedger) throws(Failure) -> [Fact] {
    try refusing { () throws(LedgerProblem) in
      let kept = try ledger.kept(facts.map(\.id))
      return facts.filter { !kept.contains($0.id) }
    }
  }
}

extension PlayLaunch {
  /// The terms as sealed, with the lot's key and the division of the list.
  func sealed(_ plan: Plan) -> JSON {
    guard case .object(var members) = terms(plan).json else { return .null }
    switch division {
    case .everybody: members.append(.init("division", "everybody"))
    case .holdout: members.append(.init("division", "holdout"))
    case .waves(let count, let every):
      members.append(.init("division", "waves"))
      members.append(.init("waves", .integer(count)))
      members.append(.init("every", .integer(every)))
    }
    members.append(.init("key", .string(hash.hex)))
    return .object(members)
  }
}

extension PlayLaunch.Division {
  fileprivate init?(sealed: JSON) {
    switch sealed["division"] {
    case "everybody": self = .everybody
    case "waves": self = .waves(2, every: 1)
    case "holdout":
      guard case .number(let text) = sealed["holdout"], let share = Double(text) else { return nil }
      self = .holdout(share)
    default: return nil
    }
  }
}

extension KeyedHash {
  fileprivate init?(sealed: JSON) {
    guard case .string(let hex) = sealed["key"] else { return nil }
    self.init(hex: hex)
  }
}
