internal import Facts
internal import HTTPTypes
internal import Intake
internal import Ledger
internal import Synchronization

/// The one writer of facts that come over HTTP. Whatever waits while a transaction is written goes into
/// the next one together, so that many senders share one sync of the disk.
actor Keeper {
  private var writer: LedgerWriter
  private let now: @Sendable () -> Instant
  private let bell: Bell
  private let most: Int
  private nonisolated let queue = Mutex(Queue())
  private let thread = OwnThread("keeper")

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Facts of one transaction at most; more wait for the next.
  private static let transaction = 20_000

  private struct Queue {
    var waiting: [Waiting] = []
    var facts = 0
    var isAtWork = false
  }

  private struct Waiting {
    let delivery: Delivery
    let size: Int
    let answer: CheckedContinuation<Result<[Fate], Refusal>, Never>
  }

  /// A writer to a ledger that lets so many facts wait at most.
  init(_ ledger: FactLedger, bell: Bell, most: Int, now: @escaping @Sendable () -> Instant) {
    writer = LedgerWriter(ledger)
    self.bell = bell
    self.most = most
    self.now = now
  }

  /// How many facts wait.
  nonisolated var waiting: Int { queue.withLock { $0.facts } }

  /// Keeps a delivery; on disk when this returns.
  ///
  /// - Throws: ``Refusal`` 429 where too much waits, 503 where the ledger cannot be written. Then nothing
  ///   of it is kept.
  nonisolated func keep(_ delivery: Delivery) async throws(Refusal) -> [Fate] {
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
    var joined = Joined()
    for waiting in batch { joined.add(waiting.delivery, received: moment) }
    let result: Result<[[Fate]], Refusal>
    do throws(LedgerProblem) {
      let outcome = try writer.append(
        joined.arrivals, rejections: joined.rejections, at: moment, refuse: joined.refuse)
      result = .success(joined.fates(outcome))
    } catch { result = .failure(Refusal(error)) }
    queue.withLock { $0.facts -= batch.reduce(0) { $0 + $1.size } }
    bell.ring()
    for (place, waiting) in batch.enumerated() {
      waiting.answer.resume(returning: result.map { $0[place] })
    }
  }
}
