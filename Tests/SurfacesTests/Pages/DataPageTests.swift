import Facts
import Intake
import Ledger
import Pay
import Planning
import Surfaces
import Testing

/// Pages about data, plan, notes and access, as accepted.
@Suite struct SnapshotOfDataPages {
  private let moment = Instant(milliseconds: 1_795_000_000_000)
  private let zone = Zone.utc

  private func row(_ ledger: FactLedger) throws -> QuarantinedRow {
    var writer = LedgerWriter(ledger)
    let rejection = Rejection(
      source: "crm", file: "deals <1>.csv", line: 17, column: "amount",
      why: "'12,x' is no amount", remedy: "write a number like 12.50",
      row: "d-1,\"A & B\",12,x")
    _ = try writer.append([], rejections: [rejection], at: moment) { _ in rejection }
    return try #require(try ledger.quarantine().first)
  }

  private let greta = Principal(.user, "greta", number: 1, address: "192.0.2.7")

  @Test func `data with a row in quarantine, and that row`() throws {
    let ledger = try FactLedger.inMemory()
    let row = try row(ledger)
    try ledger.record(
      ImportRecord(
        source: "crm", file: "in/deals <1>.csv", started: moment, ended: moment, rows: 18,
        leftOut: 1, kept: 1600, known: 2, quarantined: 1), by: greta)
    let page = DataPage(
      sources: [
        .init(name: "crm", about: "csv to deals", origin: .plan),
        .init(name: "stripe-charges", about: "csv to money", origin: .preset),
      ], imports: try ledger.imports(), quarantine: [row], waiting: 1,
      facts: 1600, zone: zone)
    try Snapshot.check(page.html(SampleBusiness.gm), "data.html")
    let mending = RowPage(row: row, zone: zone, problem: "'12,y' is no amount")
    try Snapshot.check(mending.html(SampleBusiness.gm), "row.html")
  }

  @Test func `the plan in force, and drafts of it`() throws {
    let ledger = try FactLedger.inMemory()
    _ = try ledger.apply(planText: "business: A & <B>\n", by: greta, at: moment)
    let versions = try ledger.plans()
    let refused = PlanPage(
      versions: versions, zone: zone, draft: "business: 1 < 2\n",
      finding: .refused(["plan.yaml:1:11 a name is text; write it in quotes"]))
    try Snapshot.check(refused.html(SampleBusiness.gm), "plan-refused.html")
    try Snapshot.check(
      PlanPage(versions: versions, zone: zone).html(SampleBusiness.viewer), "plan-read.html")
    let differs = PlanPage(
      versions: versions, zone: zone, finding: .differs(["the target of 2026-11: 10 → 20"]))
    try Snapshot.check(differs.html(SampleBusiness.gm), "plan-differs.html")
  }

  @Test func `notes, whose Markdown is safe`() throws {
    let text = """
      # Price up **5%** <script>alert(1)</script>
      We expect:
      - churn below 2%
      - [the plan](/plan), not [this](javascript:alert(1))
      """
    let note = NoteBody(
      text: text, expect: .init(answer: "churn < 2%", by: CalendarDay("2026-11-01")), day: nil)
    let today = try #require(CalendarDay("2026-11-18"))
    let page = ChroniclePage(
      entries: [.init(id: "n-1", at: moment, member: "mia", play: "price/up", note: note)],
      zone: zone, today: today, plays: ["price/up"])
    try Snapshot.check(page.html(SampleBusiness.gm), "chronicle.html")
    let empty = ChroniclePage(
      entries: [], zone: zone, today: today, draft: .init(text: "a <b>", problem: "It is empty."))
    try Snapshot.check(empty.html(SampleBusiness.gm), "chronicle-empty.html")
  }

  @Test func `access: signing in, users, tokens, the audit trail`() throws {
    let frame = Frame(business: "Northwind EMEA", reader: nil)
    let wrong = SignInPage(way: .signIn, problem: "That is not right.", name: "<mia>")
    try Snapshot.check(wrong.html(frame), "sign-in.html")
    let first = SignInPage(way: .signUp(key: "abc/1", name: nil))
    try Snapshot.check(first.html(frame), "sign-up.html")
    let ledger = try FactLedger.inMemory()
    let later = moment.advanced(bySeconds: 86_400)
    _ = try ledger.invite(
      Visitor("greta", .gm), hash: "g", until: later, by: Principal(.command, "root"), at: moment)
    #expect(
      try ledger.signUp(
        "greta", password: "hash", invitation: "g", from: "192.0.2.7", at: moment) == 1)
    _ = try ledger.invite(
      Visitor("mia <m>", .lead, lever: .marketing), hash: "m", until: later, by: greta, at: moment)
    let scope = KeyScope(kinds: [.time, .touch], origins: ["https://shop.example"])
    _ = try ledger.addToken(
      Visitor("crm", .source, scope: scope), hash: "t", until: later, by: greta, at: moment)
    let users = UsersPage(
      users: try ledger.users(), invitations: try ledger.invitations(at: moment),
      tokens: try ledger.tokens(), zone: zone,
      secret: .init(what: "The link for mia", text: "http://localhost/sign-up?key=x"))
    try Snapshot.check(users.html(SampleBusiness.gm), "users.html")
    let audit = AuditPage(entries: try ledger.audit(limit: 10), zone: zone)
    try Snapshot.check(audit.html(SampleBusiness.gm), "audit.html")
    let error = ErrorPage(
      status: 404, problem: "there is no page here", remedy: "look at the address, or begin anew")
    try Snapshot.check(error.html(SampleBusiness.gm), "error.html")
  }
}
