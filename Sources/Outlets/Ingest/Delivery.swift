internal import Facts
internal import Intake
internal import Ledger

/// The contents of one request: facts, and rows that were refused.
struct Delivery: Sendable {
  /// The source that rejections name, and by which they are replayed.
  let source: String
  /// The route it came by, as quarantine shows it.
  let door: String
  /// The sender and its scope.
  var sender = Sender.own
  /// True if an id already in the ledger makes a fact a duplicate, whatever its content.
  ///
  /// For senders whose retries differ, as Segment's do in the corrected time.
  var isKnownByID = false
  var parts: [Part] = []
  /// Questions about fields that may be misspelt, by the index of their part.
  var questions: [Int: [MisspeltField]] = [:]
  /// An audit line to write in the same transaction.
  var audit: (what: String, about: String, by: Principal)?

  /// One row that was sent.
  enum Part: Sendable {
    /// A fact, its row, and the row's line number.
    case fact(Fact, row: ArraySlice<UInt8>, line: Int)
    /// A row that gives no fact.
    case refused(Rejection)
  }

  /// The weight in the queue: the number of rows, or more if they are long. So waiting bytes are
  /// bounded too.
  var size: Int { max(1, parts.count, bytes / Delivery.bytesOfAFact) }

  /// Bytes of rows that weigh as much as one fact.
  private static let bytesOfAFact = 1024

  private var bytes: Int {
    parts.reduce(0) { sum, part in
      switch part {
      case .fact(_, let row, _): sum + row.count
      case .refused(let rejection): sum + rejection.row.utf8.count
      }
    }
  }

  /// Adds a row's fact, or a rejection if this sender may not send it.
  mutating func add(_ fact: Fact, row: ArraySlice<UInt8>, line: Int) {
    guard let fault = sender.fault(fact) else {
      parts.append(.fact(fact, row: row, line: line))
      return
    }
    parts.append(.refused(rejection(fault, row: row, line: line)))
  }

  /// Creates the rejection of a row, as quarantine keeps it.
  func rejection(_ problem: FactProblem, row: ArraySlice<UInt8>, line: Int) -> Rejection {
    Rejection(
      source: source, file: door, line: line, column: problem.field ?? "", why: problem.problem,
      remedy: problem.remedy, row: Row.text(row))
  }
}

/// The outcome of one row of a delivery.
enum FactOutcome: Sendable {
  case kept
  case known
  case quarantined(why: String, remedy: String, field: String)
}

/// Several deliveries in one transaction.
struct DeliveryBatch {
  private(set) var arrivals: [LedgerWriter.Arrival] = []
  private var deliveries: [Delivery] = []
  /// For each arrival, the index of its delivery and its index within it.
  private var places: [(delivery: Int, part: Int)] = []

  mutating func add(_ delivery: Delivery) {
    for (place, part) in delivery.parts.enumerated() {
      guard case .fact(let fact, _, _) = part else { continue }
      let sender = delivery.sender
      arrivals.append(.init(fact, token: sender.token, retractsOwn: sender.scope != nil))
      places.append((deliveries.count, place))
    }
    deliveries.append(delivery)
  }

  /// Writes the records that belong to the stored facts: rejections, each key's counts, and the
  /// audit trail.
  func complete(
    _ change: Change, _ outcome: inout LedgerWriter.Outcome
  ) throws -> [[FactOutcome]] {
    let refusals = refusals(outcome)
    let fates = fates(outcome, refusals)
    for (delivery, number) in zip(deliveries, deliveries.indices) {
      var rejections: [Rejection] = []
      for part in delivery.parts { if case .refused(let own) = part { rejections.append(own) } }
      for (place, refusal) in refusals where places[place].delivery == number {
        rejections.append(refusal.rejection)
      }
      try change.quarantine(rejections, from: delivery.sender.token, &outcome)
      if let token = delivery.sender.token {
        try change.count(
          DeliveryBatch.sending(fates[number]), of: token, by: delivery.sender.principal)
      }
      if let audit = delivery.audit { try change.audit(audit.what, audit.about, by: audit.by) }
    }
    return fates
  }

  /// A refused fact, with a text for the sender and one for quarantine.
  ///
  /// Only quarantine's text shows the content that the ledger holds under the same id; senders
  /// never see it.
  private struct Refused {
    let rejection: Rejection
    let said: String
  }

  private func refusals(_ outcome: LedgerWriter.Outcome) -> [Int: Refused] {
    var refusals: [Int: Refused] = [:]
    for conflict in outcome.conflicts where !delivery(of: conflict.index).isKnownByID {
      refusals[conflict.index] = refused(
        conflict.index, "id", conflict.bareProblem, conflict.problem(.request),
        LedgerWriter.Conflict.remedy)
    }
    for place in outcome.foreign {
      let said = "a key retracts only what it sent itself"
      refusals[place] = refused(
        place, "fact", said, said, "have somebody who may retract it: fulcrum import facts")
    }
    return refusals
  }

  private func refused(
    _ place: Int, _ column: String, _ said: String, _ why: String, _ remedy: String
  ) -> Refused {
    let delivery = delivery(of: place)
    var (row, line): (ArraySlice<UInt8>, Int) = ([], places[place].part + 1)
    if case .fact(_, let own, let at) = delivery.parts[places[place].part] {
      (row, line) = (own, at)
    }
    return Refused(
      rejection: delivery.rejection(FactProblem(column, why, remedy), row: row, line: line),
      said: said)
  }

  private func delivery(of place: Int) -> Delivery { deliveries[places[place].delivery] }

  /// The outcome of each part of each delivery.
  private func fates(
    _ outcome: LedgerWriter.Outcome, _ refusals: [Int: Refused]
  ) -> [[FactOutcome]] {
    var ofArrivals = [FactOutcome](repeating: .kept, count: arrivals.count)
    for place in outcome.knownPlaces { ofArrivals[place] = .known }
    for conflict in outcome.conflicts { ofArrivals[conflict.index] = .known }
    for (place, refusal) in refusals {
      ofArrivals[place] = .quarantined(
        why: refusal.said, remedy: refusal.rejection.remedy, field: refusal.rejection.column)
    }
    var next = 0
    return deliveries.map { delivery in
      delivery.parts.map { part in
        switch part {
        case .fact:
          next += 1
          return ofArrivals[next - 1]
        case .refused(let rejection):
          return .quarantined(why: rejection.why, remedy: rejection.remedy, field: rejection.column)
        }
      }
    }
  }

  private static func sending(_ fates: [FactOutcome]) -> Sending {
    var sending = Sending()
    for fate in fates {
      switch fate {
      case .kept: sending.kept += 1
      case .known: sending.known += 1
      case .quarantined: sending.refused += 1
      }
    }
    return sending
  }
}

/// A row's text for quarantine, on one line so that it can be replayed.
enum Row {
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return Rejection.kept(bytes) }
    do { return try Rejection.kept(Array(JSON(bytes: bytes).compact.utf8)[...]) } catch {
      return Rejection.kept(bytes)
    }
  }
}
