public import Facts
internal import Ledger
public import Planning
public import Scoreboard
public import Surfaces
public import Tally

/// Gives answers from an open ledger. The command line, HTTP and pages all ask here, so that the same
/// question has one answer.
public struct Answers: Sendable {
  private let source: IndexedLedger
  private let live: DayScoreboard?
  private let now: Instant
  private let plan: (@Sendable (Instant) throws -> Plan)
  /// The ledger's first moment; nil if every day counts as known when it ended.
  private let began: Instant?
  private let isTrial: Bool
  private let isPublishing: Bool

  /// An answer, and what its reader should know about the day.
  public struct Given: Sendable {
    /// The answer.
    public let answer: any Answer
    /// A note about the day; nil if there is nothing to say.
    public let remark: String?
  }

  /// Creates the answers of a ledger at a moment.
  ///
  /// `live` is today's scoreboard, if it is at hand. If `isPublishing`, the first Flash of a day
  /// publishes the plays' looks and the forecast.
  public init(
    _ source: IndexedLedger, live: DayScoreboard? = nil, at now: Instant, isPublishing: Bool = true
  ) {
    self.source = source
    self.live = live
    self.now = now
    self.isPublishing = isPublishing
    plan = { moment in try source.ledger.plan(at: moment) }
    began = source.firstReceived
    isTrial = false
  }

  /// Creates the answers of a ledger under a plan that it does not hold. A day that is given counts as
  /// over.
  public init(_ source: IndexedLedger, under plan: Plan, at now: Instant) {
    self.source = source
    self.now = now
    self.plan = { _ in plan }
    (live, began, isPublishing, isTrial) = (nil, nil, false, true)
  }

  /// Gives the answer to a request.
  ///
  /// - Throws: ``Failure`` if the day has not come yet, or what the ledger and pay throw.
  public func answer(_ request: AnswerRequest) throws -> Given {
    let (view, plan) = try view(request)
    return Given(answer: try answer(request, view, plan), remark: view.remark)
  }

  /// Returns everything about one play, and a note about the day.
  ///
  /// - Throws: ``Failure`` if there is no such play.
  public func play(
    _ play: String, _ request: AnswerRequest
  ) throws -> (page: PlayPage, remark: String?) {
    let id = try PlayFields.id(play)
    let (view, plan) = try view(request)
    let journal = journal(of: request)
    let board = try board(view, plan)
    let found = try journal.plays(board, only: id)
    guard let shown = found.plays.first else {
      throw Failure(
        problem: "there is no play '\(play)'", remedy: "see which there are: fulcrum play list")
    }
    let looks = try journal.looks(of: id, through: board.day)
    return (PlayPage(play: shown, looks: looks, heading: found.heading), view.remark)
  }

  /// Returns the Flash, and a note about the day.
  ///
  /// - Throws: As ``answer(_:)``.
  public func flash(_ request: AnswerRequest) throws -> (flash: Flash, remark: String?) {
    let (view, plan) = try view(request)
    return (try flash(request, view, plan), view.remark)
  }

  private func flash(_ request: AnswerRequest, _ view: View, _ plan: Plan) throws -> Flash {
    let board = try board(view, plan)
    var flash = board.flash()
    flash.plays = try journal(of: request).publish(board, at: isPublishing ? now : nil)
    return flash
  }

  /// Returns the plays and forecasts that a request sees.
  public func journal(of request: AnswerRequest) -> Journal {
    Journal(source: source, now: request.asOf == nil ? now : nil)
  }

  /// Returns the pay of a request's day. `period` is worked out anew if it is locked.
  public func pay(of request: AnswerRequest, without period: String? = nil) throws -> PayDesk {
    let (view, plan) = try view(request)
    return try PayDesk(source.ledger, view, plan, without: period)
  }

  /// The facts that the request sees, and the plan that was in force then.
  private func view(_ request: AnswerRequest) throws -> (View, Plan) {
    let current = try plan(.distantFuture)
    let view =
      if isTrial, let day = request.asOf {
        View.past(day, current, ledgerBegan: nil, restated: request.isRestated)
      } else { try request.view(current, ledgerBegan: began, now: now) }
    return (view, view.receivedBefore == .distantFuture ? current : try plan(view.receivedBefore))
  }

  private func board(_ view: View, _ plan: Plan) throws -> DayScoreboard {
    if !view.dayIsOver, let live { return live }
    return try Pipeline.workOut(source, view, plan)
  }

  private func answer(
    _ request: AnswerRequest, _ view: View, _ plan: Plan
  ) throws -> any Answer {
    let options = request.options
    switch request.kind {
    case .flash: return try flash(request, view, plan)
    case .number: return try board(view, plan).number()
    case .clock: return try board(view, plan).clock()
    case .lifecycle: return try board(view, plan).lifecycle()
    case .retention:
      return try board(view, plan).retention(clock: options.clock(plan), columns: options.columns)
    case .bridge: return try board(view, plan).bridge(convention: options.convention ?? .fulcrum)
    case .momentum: return try board(view, plan).momentum()
    case .plays: return try journal(of: request).plays(board(view, plan))
    case .credit: return try journal(of: request).credit(board(view, plan), model: options.model)
    case .forecast:
      return try journal(of: request).forecast(board(view, plan), scored: options.isScored)
    case .pay: return try PayDesk(source.ledger, view, plan).answer()
    case .people:
      return try PayDesk(source.ledger, view, plan).people(options.privacy, board(view, plan))
    case .quarantine:
      let page = (options.after ?? 0, options.limit ?? QuarantineAnswer.usualRows)
      return try QuarantineAnswer(source.ledger, page, Heading(view, plan))
    }
  }
}

extension AnswerRequest.Options {
  /// The columns of retention; nil for the plan's own.
  fileprivate func clock(_ plan: Plan) -> Retention.Clock? {
    guard unit != nil || isRolling else { return nil }
    let own: Retention.Clock.Unit = plan.fiscal.length == .month ? .month : .quarter
    return Retention.Clock(unit: unit ?? own, rolling: isRolling)
  }
}

extension Heading {
  /// The heading of an answer that sees a view.
  init(_ view: View, _ plan: Plan) {
    self.init(
      asOf: view.day, period: plan.fiscal.period(containing: view.day).label,
      currency: plan.currency, restated: view.restated)
  }
}
