internal import Facts
internal import Hummingbird
internal import Intake
internal import Ledger
internal import Planning
internal import Scoreboard
internal import Surfaces
internal import Tally

extension WebPages {
  /// Adds the pages of data, the plan and the Chronicle.
  func addData(_ door: PageDoor) {
    door.page("/data", for: .gms) { look in .html(try WebPages.data(look).html(.of(look))) }
    door.page("/data/quarantine/{row}", for: .gms) { look in
      let id = look.part("row")
      let row = try Int(id).flatMap { number in
        try look.ledger.quarantined(number)
      }
      guard let row else {
        throw Refusal(
          .notFound, "no row \(id) waits in quarantine", "see /data for those that do")
      }
      return .html(RowPage(row: row, zone: look.snapshot.plan.zone).html(.of(look)))
    }
    door.page("/plan", for: .gms) { look in .html(try WebPages.plan(look).html(.of(look))) }
    door.page("/chronicle", for: .leads) { look in
      .html(try chronicle(look).html(.of(look)))
    }
  }

  static func data(_ look: PageDoor.Context) throws -> DataPage {
    let after = look.fields["after"].flatMap { Int($0) } ?? 0
    let (imports, quarantine, waiting) = (
      try look.ledger.imports(last: DataPage.shown),
      try look.ledger.quarantine(after: after, limit: DataPage.shown),
      try look.ledger.quarantineCount()
    )
    return DataPage(
      sources: try sources(look.snapshot.plan), imports: imports, quarantine: quarantine,
      waiting: waiting, after: after, facts: look.snapshot.ledger.facts,
      zone: look.snapshot.plan.zone)
  }

  /// The sources for an import: facts, the plan's sources, and presets.
  private static func sources(_ plan: Plan) throws -> [DataPage.SourceLine] {
    let own = DataPage.SourceLine(
      name: IntakeReader.factsSource, about: "Fulcrum's own NDJSON, one fact a line",
      origin: .own)
    let planned = plan.sources.sorted { $0.key < $1.key }.map { name, source in
      DataPage.SourceLine(
        name: name, about: source.about ?? "a source of the plan", origin: .plan)
    }
    return try [own] + planned + presets.get()
  }

  /// Presets come with the program, so they are read once.
  private static let presets = Result { try readPresets() }

  private static func readPresets() throws(IntakeProblem) -> [DataPage.SourceLine] {
    var lines: [DataPage.SourceLine] = []
    for name in Presets.names {
      let about = try Presets.definition(named: name).about
      lines.append(.init(name: name, about: about ?? "a preset", origin: .preset))
    }
    return lines
  }

  static func plan(
    _ look: PageDoor.Context, draft: String? = nil, _ finding: PlanPage.Finding? = nil
  ) throws -> PlanPage {
    let versions = try look.ledger.plans()
    return PlanPage(
      versions: versions, zone: look.snapshot.plan.zone, draft: draft, finding: finding)
  }

  func chronicle(
    _ look: PageDoor.Context, draft: ChroniclePage.Draft? = nil
  ) throws -> ChroniclePage {
    let kept = try notes.notes(look.ledger)
    let plays = try look.ledger.playNames()
    return ChroniclePage(
      entries: kept.compactMap { ChroniclePage.Entry($0) }, zone: look.snapshot.plan.zone,
      today: look.snapshot.plan.zone.day(of: look.now), plays: plays.values.map(\.text).sorted(),
      verdicts: look.snapshot.flash.plays, draft: draft)
  }

  /// Adds the pages of users, tokens and the audit trail.
  func addAccess(_ door: PageDoor) {
    door.page("/users", for: .gms) { look in .html(try WebPages.users(look).html(.of(look))) }
    door.page("/audit", for: .gms) { look in
      let filter = try AuditRoutes.filter(look.fields)
      let entries = try look.ledger.audit(filter, limit: AuditPage.shown)
      return .html(
        AuditPage(entries: entries, filter: filter, zone: look.snapshot.plan.zone).html(.of(look)))
    }
  }

  static func users(_ look: PageDoor.Context, secret: UsersPage.Secret? = nil) throws -> UsersPage {
    let (users, invitations, tokens, sent) = (
      try look.ledger.users(), try look.ledger.invitations(at: look.now),
      try look.ledger.tokens(), try look.ledger.sendings()
    )
    return UsersPage(
      users: users.filter { $0.revoked == nil }, invitations: invitations,
      tokens: tokens.filter { $0.holds(at: look.now) }, sent: sent, zone: look.snapshot.plan.zone,
      secret: secret)
  }
}
