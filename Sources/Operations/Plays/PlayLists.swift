internal import Facts
import Foundation
internal import Ledger
internal import Planning
internal import Scoreboard
internal import Statistics
internal import Surfaces
internal import Tally

/// Assigns customers to a play's groups at random, and writes a list for each group.
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
    func place() throws {
      for path in paths {
        try WholeFile.place(path, replacing: true)
      }
    }

    /// Removes the lists of a lot that was not stored.
    func abandon() {
      for path in paths { unlink(WholeFile.temporaryPath(path)) }
    }
  }

  /// Removes unfinished lists of the play that ended processes left behind.
  static func clear(_ play: PlayID, folder: String) {
    let name = fileName(play) + "-"
    for left in WholeFile.abandoned(in: folder, of: { $0.hasPrefix(name) }) {
      unlink(left)
    }
  }

  /// Assigns customers at random and writes a list for each group. Writes nothing without customers.
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
    case (.kept, _): "to hold out"
    case (.wave(let number), .waves(_, let every)):
      "to reach on \(launch.declaration.from.advanced(by: (number - 1) * every)), not before"
    default: "to reach"
    }
  }

  private func write(_ names: [String], _ path: String) throws {
    try TextFile.makeFolder(folder)
    try WholeFile.write(names.joined(separator: "\n") + "\n", making: path)
  }
}
