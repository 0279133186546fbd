internal import Facts
internal import Ledger
internal import Logging

/// Everything the routes use, put together once.
struct House: Sendable {
  let settings: ServerSettings
  let ledger: FactLedger
  let desk: any Desk
  let pages: any Pages
  let now: @Sendable () -> Instant
  let board: Board
  let newest: Newest
  let bell = Bell()
  let counters: Counters
  let keeper: Keeper
  let access: Access
  let answers: AnswerDesk
  let logger: Logger

  /// - Throws: ``Refusal`` where the ledger cannot be read or has no plan.
  init(
    _ settings: ServerSettings, _ ledger: FactLedger, _ desk: any Desk, _ pages: any Pages,
    logger: Logger, now: @escaping @Sendable () -> Instant
  ) throws {
    self.settings = settings
    self.ledger = ledger
    self.desk = desk
    self.pages = pages
    self.now = now
    self.logger = logger
    counters = Counters()
    board = try Board(ledger, desk, counters, logger: logger, now: now)
    newest = board.newest
    keeper = Keeper(ledger, bell: bell, most: settings.queue, now: now)
    access = Access(ledger, counters: counters, now: now)
    answers = AnswerDesk(desk, now: now)
  }
}
