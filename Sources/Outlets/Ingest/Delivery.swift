internal import Facts
internal import Intake
internal import Ledger

/// What one request brings: facts, and rows that are none.
struct Delivery: Sendable {
  /// The source that rejections name, by which they are replayed.
  let source: String
  /// Where it came in, as quarantine shows it.
  let door: String
  /// Whether an id that is there already is enough to know a fact again, whatever else it says: for
  /// senders whose retries differ, as Segment's do in the time that is corrected.
  var isKnownByID = false
  var parts: [Part] = []

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
  private(set) var rejections: [Rejection] = []
  private var deliveries: [Delivery] = []
  /// For each arrival its delivery and its place in there.
  private var places: [(delivery: Int, part: Int)] = []

  mutating func add(_ delivery: Delivery, received: Instant) {
    for (place, part) in delivery.parts.enumerated() {
      switch part {
      case .fact(let fact, _, _):
        arrivals.append(.init(fact, received: received))
        places.append((deliveries.count, place))
      case .refused(let rejection): rejections.append(rejection)
      }
    }
    deliveries.append(delivery)
  }

  /// What quarantine keeps of a fact whose id is there with other content.
  func refuse(_ conflict: LedgerWriter.Conflict) -> Rejection? {
    let place = places[conflict.index]
    let delivery = deliveries[place.delivery]
    if delivery.isKnownByID { return nil }
    var line = place.part + 1
    var row: ArraySlice<UInt8> = []
    if case .fact(_, let own, let at) = delivery.parts[place.part] { (row, line) = (own, at) }
    return Rejection(
      source: delivery.source, file: delivery.door, line: line, column: "id",
      why: Joined.why(conflict), mend: Joined.mend, row: Row.text(row))
  }

  /// What became of each part of each delivery.
  func fates(_ outcome: LedgerWriter.Outcome) -> [[Fate]] {
    var ofArrivals = [Fate](repeating: .kept, count: arrivals.count)
    for place in outcome.knownPlaces { ofArrivals[place] = .known }
    for conflict in outcome.conflicts {
      guard !deliveries[places[conflict.index].delivery].isKnownByID else {
        ofArrivals[conflict.index] = .known
        continue
      }
      ofArrivals[conflict.index] = .quarantined(
        why: Joined.why(conflict), mend: Joined.mend, field: "id")
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

  private static func why(_ conflict: LedgerWriter.Conflict) -> String {
    "\(conflict.refused.id) is kept with other content: \(conflict.difference)"
  }

  private static let mend =
    "if both are true give this one an id of its own; if the kept one is wrong retract it"
}

/// A row's text as quarantine keeps it: on one line, so that it can be replayed.
enum Row {
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    do { return try JSON(bytes: bytes).compact } catch {
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
