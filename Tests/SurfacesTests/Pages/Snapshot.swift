import Foundation
import Testing

/// Pages as they were accepted: `FULCRUM_RECORD=1 swift test --filter Snapshot` accepts them anew.
enum Snapshot {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Snapshots")

  /// Compares a page with the accepted one, and shows the first line that differs.
  static func check(
    _ page: String, _ name: String, at place: SourceLocation = #_sourceLocation
  ) throws {
    let file = folder.appending(path: name)
    // The addresses of assets follow their content, which is not what a page's snapshot is about.
    let page = page.replacing(/\/assets\/[0-9a-f]+\//, with: "/assets/")
    if ProcessInfo.processInfo.environment["FULCRUM_RECORD"] == "1" {
      try page.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let accepted = try String(contentsOf: file, encoding: .utf8)
    guard page != accepted else { return }
    let pairs = zip(page.split(separator: "\n"), accepted.split(separator: "\n"))
    let (is_, was) = pairs.first { $0 != $1 } ?? ("one is longer", "")
    Issue.record("\(name) differs: is ‘\(is_)’, was ‘\(was)’", sourceLocation: place)
  }

  /// The names of what has been accepted.
  static func accepted() throws -> Set<String> {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    return Set(files.filter { $0.hasSuffix(".html") })
  }
}
