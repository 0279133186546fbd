internal import Facts
internal import Ledger
internal import Logging
internal import Synchronization

/// The parts of the server that the routes use, created once.
struct House: Sendable {
  let settings: ServerSettings
  let ledger: FactLedger
  let pages: WebPages
  let now: @Sendable () -> Instant
  let board: Board
  let newest: Newest
  let bell = Bell()
  let counters: Counters
  let conditions: Conditions
  let keeper: Keeper
  let access: Access
  let answers: AnswerDesk
  let logger: Logger
  let hosts: Hosts
  let connections: Connections
  let bodies = Bodies()
  let seats = Seats()
  let crew = Crew()
  /// The address that people open; final once the server is bound.
  let address: Held<String>
  /// Called with the first GM's link, if it could be created only after the start.
  let onInvited: Held<(@Sendable (String) async -> Void)?>

  /// - Throws: ``Refusal`` if the ledger cannot be read or has no plan.
  init(
    _ settings: ServerSettings, _ ledger: FactLedger, _ pages: WebPages,
    logger: Logger, now: @escaping @Sendable () -> Instant
  ) throws {
    self.settings = settings
    self.ledger = ledger
    self.pages = pages
    self.now = now
    self.logger = logger
    address = Held(settings.address(port: settings.port))
    onInvited = Held(nil)
    hosts = Hosts(settings: settings)
    connections = Connections()
    counters = Counters()
    conditions = Conditions(logger: logger, now: now)
    board = try Board(ledger, counters, conditions, logger: logger, now: now)
    newest = board.newest
    keeper = Keeper(
      ledger, bell: bell, most: settings.queue, conditions: conditions, counters: counters,
      now: now)
    access = Access(ledger, counters: counters, now: now)
    answers = AnswerDesk(now: now)
  }

  /// Reports a first GM's link that was created after the start.
  func invited(_ secret: String) async { await onInvited.now?(secret) }
}

/// A value that is set while the server runs.
final class Held<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  var now: Value { value.withLock { $0 } }

  func set(_ new: Value) { value.withLock { $0 = new } }
}
