internal import Facts
internal import Foundation
internal import Hummingbird
internal import Ledger
internal import Planning
internal import Surfaces

extension WriteRoutes {
  /// Checks a plan, compares it with the one in force, or puts it in force. The field `do` is
  /// check, diff or apply; the default is apply.
  func plan(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let text = try form.need("plan").split(separator: "\r\n", omittingEmptySubsequences: false)
      .joined(separator: "\n")
    let checked: (plan: Plan, summary: String, remarks: String)
    do { checked = try house.desk.plan(text) } catch let refusal as Refusal {
      guard form.isPage else { throw refusal }
      return try await page(
        .plan(text: text, .refused(WriteRoutes.lines(refusal.problem))), request, visit,
        refusal.status)
    }
    switch form["do"] ?? "apply" {
    case "check":
      let remarks = WriteRoutes.lines(checked.remarks)
      guard form.isPage else {
        return .json(
          .members([
            "sound": true, "summary": .string(checked.summary),
            "remarks": .array(remarks.map { .string($0) }),
          ]))
      }
      return try await page(.plan(text: text, .sound(remarks)), request, visit)
    case "diff":
      let lines = checked.plan.differences(from: house.newest.snapshot.plan).map { "\($0)" }
      guard form.isPage else {
        return .json(.members(["differences": .array(lines.map { .string($0) })]))
      }
      return try await page(.plan(text: text, .differs(lines)), request, visit)
    case "apply": return try await apply(text, checked.summary, form, request, visit)
    case let other:
      throw Refusal(
        .unprocessableContent, "there is no '\(other)' to do", "write check, diff or apply",
        pointer: "/do")
    }
  }

  private func apply(
    _ text: String, _ summary: String, _ form: Form, _ request: Request, _ visit: Visit
  ) async throws -> Response {
    let principal = visit.principal
    let applied = try await house.keeper.change { ledger, now in
      try ledger.apply(planText: text, by: principal, at: now)
    }
    let version = applied.version.version
    await house.board.refresh()
    let words =
      applied.isNew
      ? "Version \(version) is in force: \(summary)."
      : "Version \(version) is in force already; nothing changed."
    guard form.isPage else {
      return .json(
        .members(["version": .integer(version), "is_new": .bool(applied.isNew)]))
    }
    return try await page(.applied(words), request, visit)
  }

  /// The non-empty lines of a text, trimmed.
  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
