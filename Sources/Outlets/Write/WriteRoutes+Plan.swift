internal import Facts
internal import Foundation
internal import Hummingbird
internal import Ledger
internal import Operations
internal import Planning
internal import Surfaces

extension WriteRoutes {
  /// Checks a plan, compares it with the one in force, or puts it in force. The field `do` is
  /// check, diff or apply; the default is apply.
  func plan(_ request: Request, _ visit: Visit) async throws -> Response {
    let form = try await Form.read(request, visit)
    let text = try form.need("plan").split(separator: "\r\n", omittingEmptySubsequences: false)
      .joined(separator: "\n")
    let draft: PlanDraft
    do { draft = try PlanDraft(text, name: "plan.yaml") } catch {
      guard form.isPage else { throw error }
      return try await page(
        .plan(text: text, .refused(WriteRoutes.lines(error.problem))), request, visit,
        .unprocessableContent)
    }
    switch form["do"] ?? "apply" {
    case "check":
      let remarks = WriteRoutes.lines(draft.remarks)
      guard form.isPage else {
        return .json(
          .members([
            "sound": true, "summary": .string(draft.plan.summary),
            "remarks": .array(remarks.map { .string($0) }),
          ]))
      }
      return try await page(.plan(text: text, .sound(remarks)), request, visit)
    case "diff":
      let lines = draft.plan.differences(from: house.newest.snapshot.plan)
      guard form.isPage else {
        return .json(.members(["differences": .array(lines.map { .string($0) })]))
      }
      return try await page(.plan(text: text, .differs(lines)), request, visit)
    case "apply": return try await apply(draft, form, request, visit)
    case let other:
      throw Refusal(
        .unprocessableContent, "there is no '\(other)' to do", "write check, diff or apply",
        pointer: "/do")
    }
  }

  private func apply(
    _ draft: PlanDraft, _ form: Form, _ request: Request, _ visit: Visit
  ) async throws -> Response {
    let principal = visit.principal
    let applied = try await house.keeper.change { writer, now in
      try draft.apply(writer.ledger, by: principal, at: now)
    }
    await house.board.refresh()
    guard form.isPage else {
      return .json(
        .members(["version": .integer(applied.version), "is_new": .bool(applied.isNew)]))
    }
    return try await page(.applied(applied.sentence), request, visit)
  }

  /// The non-empty lines of a text, trimmed.
  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
