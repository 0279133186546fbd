internal import Facts
internal import Intake
internal import Ledger

/// What one request brings: facts, and rows that are none.
struct Delivery: Sendable {
  /// The source that rejections name, by which they are replayed.
  let source: String
  /// Where it came in, as quarantine shows it.
  let door: String
  /// Who sends it.
  var sender = Sender.own
  /// Whether an id that is there already is enough to know a fact again, whatever else it says: for
  /// senders whose retries differ, as Segment's do in the time that is corrected.
  var isKnownByID = false
  var parts: [Part] = []
  /// A line of the audit trail that belongs to it.
  var audit: (what: String, about: String, by: Principal)?

  /// One thing that was sent.
  enum Part: Sendable {
    /// A fact, the row it came of, and where it stood.
    case fact(Fact, row: ArraySlice<UInt8>, line: Int)
    /// A row that gives no fact.
    case refused(Rejection)
  }

  /// What the queue counts it as: its facts, or more where they are long, so that what waits is bounded in
  /// bytes too.
  var size: Int { max(1, parts.count, bytes / Delivery.bytesOfAFact) }

  /// Bytes up to which a fact counts as one.
  private static let bytesOfAFact = 1024

  private var bytes: Int {
    parts.reduce(0) { sum, part in
      switch part {
      case .fact(_, let row, _): sum + row.count
      case .refused(let rejection): sum + rejection.row.utf8.count
      }
    }
  }

  /// Adds what a row gave: the fact, or why it is not taken from this sender.
  mutating func add(_ fact: Fact, row: ArraySlice<UInt8>, line: Int) {
    guard let fault = sender.fault(fact) else {
      parts.append(.fact(fact, row: row, line: line))
      return
    }
    parts.append(.refused(rejection(fault, row: row, line: line)))
  }

  /// A row that is refused, as quarantine keeps it.
  func rejection(_ problem: FactProblem, row: ArraySlice<UInt8>, line: Int) -> Rejection {
    Rejection(
      source: source, file: door, line: line, column: problem.field ?? "", why: problem.problem,
      mend: problem.remedy, row: Row.text(row))
  }
}

/// What became of one part of a delivery.
enum Fate: Sendable {
  case kept
  case known
  case quarantined(why: String, mend: String, field: String)
}

/// Several deliveries in one transaction.
struct Joined {
  private(set) var arrivals: [LedgerWriter.Arrival] = []
  private var deliveries: [Delivery] = []
  /// For each arrival its delivery and its place in there.
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

  /// Writes what belongs to the facts that were kept: rows refused, what each key sent, and the audit trail.
  func complete(
    _ change: Change, _ outcome: inout LedgerWriter.Outcome
  ) throws -> [[Fate]] {
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
          Joined.sending(fates[number]), of: token, by: delivery.sender.principal)
      }
      if let audit = delivery.audit { try change.audit(audit.what, audit.about, by: audit.by) }
    }
    return fates
  }

  /// A fact that is not kept: what the sender hears, and what quarantine keeps. What the ledger holds under the same
  /// id is told to those who see quarantine, and to no sender.
  private struct Refused {
    let rejection: Rejection
    let said: String
  }

  private func refusals(_ outcome: LedgerWriter.Outcome) -> [Int: Refused] {
    var refusals: [Int: Refused] = [:]
    for conflict in outcome.conflicts where !delivery(of: conflict.index).isKnownByID {
      let said = "\(conflict.refused.id) is kept with other content"
      refusals[conflict.index] = refused(
        conflict.index, "id", said, "\(said): \(conflict.difference)", Joined.mend)
    }
    for place in outcome.foreign {
      let said = "a key retracts only what it sent itself"
      refusals[place] = refused(
        place, "fact", said, said, "have somebody who may retract it: fulcrum import facts")
    }
    return refusals
  }

  private func refused(
    _ place: Int, _ column: String, _ said: String, _ why: String, _ mend: String
  ) -> Refused {
    let delivery = delivery(of: place)
    var (row, line): (ArraySlice<UInt8>, Int) = ([], places[place].part + 1)
    if case .fact(_, let own, let at) = delivery.parts[places[place].part] {
      (row, line) = (own, at)
    }
    return Refused(
      rejection: delivery.rejection(FactProblem(column, why, mend), row: row, line: line),
      said: said)
  }

  private func delivery(of place: Int) -> Delivery { deliveries[places[place].delivery] }

  /// What became of each part of each delivery.
  private func fates(
    _ outcome: LedgerWriter.Outcome, _ refusals: [Int: Refused]
  ) -> [[Fate]] {
    var ofArrivals = [Fate](repeating: .kept, count: arrivals.count)
    for place in outcome.knownPlaces { ofArrivals[place] = .known }
    for conflict in outcome.conflicts { ofArrivals[conflict.index] = .known }
    for (place, refusal) in refusals {
      ofArrivals[place] = .quarantined(
        why: refusal.said, mend: refusal.rejection.mend, field: refusal.rejection.column)
    }
    var next = 0
    return deliveries.map { delivery in
      delivery.parts.map { part in
        switch part {
        case .fact:
          next += 1
          return ofArrivals[next - 1]
        case .refused(let rejection):
          return .quarantined(why: rejection.why, mend: rejection.mend, field: rejection.column)
        }
      }
    }
  }

  private static func sending(_ fates: [Fate]) -> Sending {
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

  private static let mend =
    "if both are true give this one an id of its own; if the kept one is wrong retract it"
}

/// A row's text as quarantine keeps it: on one line, so that it can be replayed.
enum Row {
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return Rejection.kept(bytes) }
    do { return try Rejection.kept(Array(JSON(bytes: bytes).compact.utf8)[...]) } catch {
      return Rejection.kept(bytes)
    }
  }
}
