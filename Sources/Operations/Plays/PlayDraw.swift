public import Facts
public import Ledger
internal import Planning
internal import Scoreboard
internal import Statistics
internal import Surfaces
internal import Tally

/// Draws the holdout for more customers of a running play.
public struct PlayDraw: Sendable {
  private let play: PlayID
  private let customers: [CustomerID]
  private let folder: String

  /// Prepares the draw for customers; the lists are written into `folder`.
  ///
  /// - Throws: ``Failure`` if the id of the play cannot be one.
  public init(_ play: String, customers: [CustomerID], folder: String) throws(Failure) {
    self.play = try PlayFields.id(play)
    self.customers = customers
    self.folder = folder
  }

  /// Draws by the key that was fixed at launch.
  ///
  /// - Returns: A line for each list, and one for customers who had been drawn before.
  /// - Throws: ``Failure`` if the play was not started with a random holdout, or reaches its list in waves.
  public func run(
    _ writer: inout LedgerWriter, by principal: Principal, at now: Instant
  ) throws -> String {
    let plan = try writer.ledger.plan(at: .distantFuture)
    let launch = try launch(writer.ledger)
    let draw = try PlayLists(launch, plan, folder: folder).draw(
      customers, suffix: "-\(plan.zone.day(of: now))", now: now)
    let outcome: LedgerWriter.Outcome
    do {
      // Customers who were drawn before keep their first lot, which has another time.
      let kept = try writer.ledger.kept(draw.facts.map(\.id))
      outcome = try writer.keep(draw.facts.filter { !kept.contains($0.id) }, at: now) { change in
        try change.audit(
          "lot drawn", play.text, Figures.plural(customers.count, "customer"), by: principal)
      }
    } catch {
      draw.abandon()
      throw error
    }
    try draw.place()
    let before = customers.count - outcome.kept
    let known = before > 0 ? ["\(Figures.plural(before, "customer")) had been drawn before."] : []
    return (draw.lines + known).joined(separator: "\n")
  }

  private func launch(_ ledger: FactLedger) throws -> PlayLaunch {
    let seal = try ledger.seals(.terms, of: play.text).first { $0.body["key"] != nil }
    guard let latest = try ledger.latestDeclaration(of: play),
      let declaration = latest.declaration, let lever = latest.fact.lever, let seal,
      let division = PlayLaunch.Division(sealed: seal.body),
      let hash = KeyedHash(sealed: seal.body)
    else {
      throw Failure(
        problem: "play '\(play)' was not started with a random holdout here",
        remedy: "start one with 'fulcrum play start'")
    }
    if case .waves = division {
      throw Failure(
        problem: "play '\(play)' reaches its list in waves, which were drawn when it started",
        remedy: "start a new play for these customers")
    }
    return PlayLaunch(
      play: play, lever: lever, declaration: declaration, division: division, hash: hash)
  }
}
