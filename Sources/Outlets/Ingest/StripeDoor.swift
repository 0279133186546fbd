internal import Facts
internal import HTTPTypes
internal import Hummingbird
internal import Intake
internal import Ledger
internal import Planning

/// `POST /hooks/stripe`: events signed by Stripe, mapped by the plan's source `stripe` or the
/// preset `stripe-events`.
struct StripeDoor {
  let keeper: Keeper
  let newest: Newest
  let ledger: FactLedger
  let counters: Counters
  let settings: ServerSettings
  let now: @Sendable () -> Instant
  private let turn = Turn()

  init(
    keeper: Keeper, newest: Newest, ledger: FactLedger, counters: Counters,
    settings: ServerSettings, now: @escaping @Sendable () -> Instant
  ) {
    self.keeper = keeper
    self.newest = newest
    self.ledger = ledger
    self.counters = counters
    self.settings = settings
    self.now = now
  }

  /// The most bytes of an event.
  static let limit = 1 << 20

  func post(_ request: Request, _ visit: Visit) async throws -> Response {
    guard !settings.stripeSecrets.isEmpty else {
      throw Refusal(
        .notFound, "no signing secret is set",
        "set \(settings.stripeVariable) to the endpoint's secret (whsec_…) and start again")
    }
    let bytes = try await visit.raw(of: request, limit: StripeDoor.limit)
    try StripeSignature.check(
      request.headers[.stripeSignature], bytes, secrets: settings.stripeSecrets, at: now())
    let event: JSON
    do { event = try JSON(bytes: bytes[...]) } catch {
      throw Refusal(
        .badRequest, "not valid JSON at byte \(error.column): \(error.problem)", "send an event",
        pointer: "")
    }
    return try await turn.take { try await keep(event) }
  }

  private func keep(_ event: JSON) async throws -> Response {
    let plan = newest.snapshot.plan
    let rows = StripeEvent(event).rows { charge throws(LedgerProblem) in
      try ledger.refunds(of: charge)
    }
    let source = try EventMapping.source(["stripe"], preset: "stripe-events", in: plan)
    let delivery = try EventMapping.delivery(
      try rows.get(), as: source, door: "/hooks/stripe", plan, at: now(),
      limit: StripeDoor.limit)
    guard !delivery.parts.isEmpty else {
      return .content("{\"received\":true,\"facts\":0}\n", "application/json")
    }
    let fates = try await keeper.keep(delivery)
    counters.count(fates)
    return .content("{\"received\":true,\"facts\":\(fates.count)}\n", "application/json")
  }
}

/// Runs one task at a time, in the order of arrival, because each depends on the facts stored
/// before.
private actor Turn {
  private var last: Task<Void, Never>?

  func take<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let before = last
    let task = Task {
      await before?.value
      return try await work()
    }
    last = Task { _ = await task.result }
    return try await task.value
  }
}
