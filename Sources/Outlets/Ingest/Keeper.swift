internal import Facts
internal import HTTPTypes
internal import Intake
internal import Ledger
internal import Operations
internal import Synchronization

/// The only writer of a server: of facts that are sent, of imports, and of every other change.
///
/// Deliveries that wait during a transaction share the next one, so that many senders share one
/// disk sync (group commit).
actor Keeper: ImportSink {
  private let ledger: FactLedger
  private var writer: LedgerWriter
  private let now: @Sendable () -> Instant
  private let bell: Bell
  private let most: Int
  private let conditions: Conditions
  private let counters: Counters
  private nonisolated let queue = Mutex(Queue())
  private let thread = OwnThread("keeper")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// A transaction takes no further delivery once it holds this many facts.
  private static let transaction = 20_000

  private struct Queue {
    var waiting: [Waiting] = []
    var facts = 0
    var isAtWork = false
  }

  private struct Waiting {
    let delivery: Delivery
    let size: Int
    let answer: CheckedContinuation<Result<[FactOutcome], Refusal>, Never>
  }

  /// Creates a writer whose queue holds up to `most` facts.
  init(
    _ ledger: FactLedger, bell: Bell, most: Int, conditions: Conditions, counters: Counters,
    now: @escaping @Sendable () -> Instant
  ) {
    self.ledger = ledger
    writer = LedgerWriter(ledger)
    self.conditions = conditions
    self.counters = counters
    self.bell = bell
    self.most = most
    self.now = now
  }

  /// The number of facts that wait.
  nonisolated var waiting: Int { queue.withLock { $0.facts } }

  /// Stores a delivery. It is on disk when this returns.
  ///
  /// - Throws: ``Refusal`` 429 if the queue is full, 503 if the ledger cannot be written. Then
  ///   nothing of the delivery is stored.
  nonisolated func keep(_ delivery: Delivery) async throws(Refusal) -> [FactOutcome] {
    let size = delivery.size
    let result = await withCheckedContinuation { answer in
      let isTaken = queue.withLock { queue in
        guard queue.facts + size <= most else { return false }
        queue.waiting.append(Waiting(delivery: delivery, size: size, answer: answer))
        queue.facts += size
        if !queue.isAtWork {
          queue.isAtWork = true
          Task { await work() }
        }
        return true
      }
      if !isTaken { answer.resume(returning: .failure(Keeper.busy)) }
    }
    return try result.get()
  }

  private static let busy = Refusal(
    .tooManyRequests, "more facts wait to be written than the queue holds",
    "send them again in a second", fields: [.retryAfter: "1"])

  private func work() {
    while let batch = next() { write(batch) }
  }

  private func next() -> [Waiting]? {
    queue.withLock { queue in
      guard !queue.waiting.isEmpty else {
        queue.isAtWork = false
        return nil
      }
      var facts = 0
      var count = 0
      while count < queue.waiting.count, count == 0 || facts < Keeper.transaction {
        facts += queue.waiting[count].size
        count += 1
      }
      let batch = Array(queue.waiting.prefix(count))
      queue.waiting.removeFirst(count)
      return batch
    }
  }

  private func write(_ batch: [Waiting]) {
    let moment = now()
    var joined = DeliveryBatch()
    for waiting in batch { joined.add(waiting.delivery) }
    let result: Result<[[FactOutcome]], Refusal>
    do throws(LedgerProblem) {
      var fates: [[FactOutcome]] = []
      _ = try writer.append(joined.arrivals, at: moment) { _ in
        nil
      } also: { change, outcome in
        fates = try joined.complete(change, &outcome)
      }
      succeeded(moment)
      result = .success(fates)
    } catch {
      failed(error)
      result = .failure(Refusal(error))
    }
    queue.withLock { $0.facts -= batch.reduce(0) { $0 + $1.size } }
    bell.ring()
    for (place, waiting) in batch.enumerated() {
      waiting.answer.resume(returning: result.map { $0[place] })
    }
  }

  /// Runs a change on the server's only writer, on disk when this returns.
  ///
  /// - Throws: What `body` throws; ``LedgerProblem`` if the ledger cannot be written.
  func change<Value: Sendable>(
    _ body: @Sendable (inout LedgerWriter, Instant) throws -> Value
  ) throws -> Value {
    let moment = now()
    do {
      let value = try body(&writer, moment)
      succeeded(moment)
      bell.ring()
      return value
    } catch let problem as LedgerProblem {
      if problem.isOfWriting { failed(problem) }
      throw problem
    }
  }

  /// Tries a small write after a failed one, to find out when the ledger can be written again.
  func probe() {
    let moment = now()
    do {
      try ledger.probe(at: moment)
      succeeded(moment)
    } catch { failed(error) }
  }

  private func succeeded(_ moment: Instant) {
    counters.lastWrite.store(moment.milliseconds, ordering: .relaxed)
    conditions.end(.writes)
    conditions.end(.moved)
  }

  private func failed(_ problem: LedgerProblem) {
    counters.writesFailed.add(1, ordering: .relaxed)
    if case .moved = problem {
      conditions.begin(.moved, problem.problem)
    } else {
      conditions.begin(.writes, problem.problem)
    }
  }
}

extension LedgerProblem {
  /// True if the disk or the file is at fault, not the request.
  fileprivate var isOfWriting: Bool {
    switch self {
    case .cannotWrite, .cannotRead, .moved: true
    default: false
    }
  }
}
