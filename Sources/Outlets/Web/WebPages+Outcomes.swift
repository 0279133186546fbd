public import Hummingbird
internal import Intake
internal import Operations
internal import Planning
internal import Scoreboard
internal import Surfaces

extension WebPages {
  /// Shows a refused form again as it was filled in, with the refusal's status.
  public func page(of outcome: FormOutcome, _ look: PageDoor.Context) async throws -> Response {
    switch outcome {
    case .plan(let text, let finding):
      let page = try WebPages.plan(look, draft: text, finding).html(.of(look))
      if case .refused = finding { return .html(page, status: .unprocessableContent) }
      return .html(page)
    case .applied(let words):
      return .html(try WebPages.plan(look).html(.of(look, done: Sentence.of(words))))
    case .imported(let file, let summary):
      let words = "\(file): \(WebPages.words(summary))"
      return .html(try WebPages.data(look).html(.of(look, done: words)))
    case .row(let row, let problem):
      let page = RowPage(row: row, zone: look.snapshot.plan.zone, problem: Sentence.of(problem))
      return .html(page.html(.of(look)), status: .unprocessableContent)
    case .play(let fields, let refusal):
      let draft = PlaysPage.Draft(fields: fields, problem: Sentence.of(refusal))
      return .html(
        try await WebPages.plays(look, draft: draft).html(.of(look)), status: refusal.status)
    case .note(let text, let refusal):
      let draft = ChroniclePage.Draft(text: text, problem: Sentence.of(refusal))
      return .html(try chronicle(look, draft: draft).html(.of(look)), status: refusal.status)
    case .secret(let what, let text):
      let secret = UsersPage.Secret(what: what, text: text)
      return .html(try WebPages.users(look, secret: secret).html(.of(look)))
    }
  }

  /// A summary as a sentence: rows read, new facts and duplicates, rows in quarantine.
  private static func words(_ report: ImportReport) -> String {
    let waiting =
      report.hasQuarantined == false
      ? "nothing in quarantine"
      : "\(Figures.plural(report.quarantined + report.quarantinedBefore, "row")) in quarantine"
    return "\(Figures.plural(report.counts.rows, "row")) read, "
      + "\(Figures.plural(report.kept, "fact")) new, "
      + "\(Figures.plural(report.known, "duplicate")), "
      + waiting + "."
  }
}
