import Facts

/// Everything that happened and that pay looks at, in time order once finished.
public struct PayFacts: Sendable {
  /// Sorted by time, retracted ones left out.
  private(set) var facts: [PayFact] = []
  private(set) var members = Numbers()
  private(set) var deals = DealNames()
  private(set) var plays = Numbers()
  private(set) var products = Numbers()
  private var ids = TextArena()
  private var references: [String] = []
  private var splitSets: [[PaySplit]] = [[]]
  private var splitPlaces: [[PaySplit]: Int32] = [:]
  /// The ledger's number of the fact kept last.
  public private(set) var last: Int64 = 0
  private var retractions: [Retraction] = []
  /// Whether the facts were appended in the order kept.
  private var isInOrder = true

  /// A fact that takes another back, both by the sender's own ids.
  private struct Retraction {
    let number: Int64
    let id: String
    let of: String
  }

  /// Texts and their dense numbers from 0.
  struct Numbers: Sendable {
    private(set) var texts: [String] = []
    private var numbers: [String: Int32] = [:]

    mutating func number(_ text: String) -> Int32 {
      if let number = numbers[text] { return number }
      let number = Int32(texts.count)
      texts.append(text)
      numbers[text] = number
      return number
    }

    func find(_ text: String) -> Int32 { numbers[text] ?? -1 }
  }

  /// No facts yet.
  public init() {}

  /// Room for so many facts.
  public mutating func reserve(_ count: Int) {
    facts.reserveCapacity(count)
    ids.reserve(count)
  }

  /// The sender's own id of a fact.
  func id(_ fact: PayFact) -> String { ids[fact.name] }
  /// The id that a fact refunds; nil for none.
  func reference(_ fact: PayFact) -> String? {
    fact.refers >= 0 ? references[Int(fact.refers)] : nil
  }
  /// The shares of a set.
  func splits(_ set: SplitSet) -> [PaySplit] { splitSets[Int(set.place)] }

  /// Keeps shares; the same ones once.
  public mutating func splits(_ shares: [PaySplit]) -> SplitSet {
    guard !shares.isEmpty else { return .none }
    if let place = splitPlaces[shares] { return SplitSet(place: place) }
    let place = Int32(splitSets.count)
    splitSets.append(shares)
    splitPlaces[shares] = place
    return SplitSet(place: place)
  }

  /// The number of a member's id.
  public mutating func member(_ id: String) -> Int32 { members.number(id) }
  /// The number of a deal's id.
  public mutating func deal(_ id: String) -> Int32 { deals.number(id) }
  /// Says that the ledger's deal of a number has that id, in UTF-8.
  public mutating func deal(_ number: Int32, isCalled id: Span<UInt8>) { deals.name(number, id) }
  /// The number of a play's id.
  public mutating func play(_ id: String) -> Int32 { plays.number(id) }
  /// The number of a product's name.
  public mutating func product(_ name: String) -> Int32 { products.number(name) }

  /// Takes a fact, in any order, with its own id and the one that it refunds or retracts.
  public mutating func append(_ fact: PayFact, id: String, refers: String?) {
    append(fact, id: id.utf8.span, refers: refers)
  }

  /// The same with its id in UTF-8.
  public mutating func append(_ fact: PayFact, id: Span<UInt8>, refers: String?) {
    isInOrder = isInOrder && fact.number >= last
    last = max(last, fact.number)
    if fact.kind == .retract {
      if let refers {
        retractions.append(
          Retraction(
            number: fact.number,
            id: id.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) },
            of: refers))
      }
      return
    }
    var fact = fact
    fact.name = ids.append(id)
    if let refers {
      fact.refers = Int32(references.count)
      references.append(refers)
    }
    facts.append(fact)
  }

  /// Puts the facts in time order and takes out those that were retracted.
  public mutating func finish() {
    let retracted = retracted()
    if !retracted.isEmpty { facts.removeAll { retracted.contains($0.number) } }
    guard facts.indices.dropFirst().contains(where: { facts[$0 - 1].isAfter(facts[$0]) }) else {
      return
    }
    if !isInOrder { facts.sort { $0.number < $1.number } }
    // Places are sorted rather than facts, which are large.
    facts = TimeOrder.places(facts.map(\.at)).map { facts[Int($0)] }
  }

  private func retracted() -> Set<Int64> {
    guard !retractions.isEmpty else { return [] }
    let taken = Set(retractions.map(\.of))
    var numbers: [String: Int64] = [:]
    for fact in facts where taken.contains(ids[fact.name]) { numbers[ids[fact.name]] = fact.number }
    for retraction in retractions { numbers[retraction.id] = retraction.number }
    var retracting: [Int64: [Int64]] = [:]
    for retraction in retractions.sorted(by: { $0.number < $1.number }) {
      if let number = numbers[retraction.of] {
        retracting[number, default: []].append(retraction.number)
      }
    }
    return Retractions.retracted(retracting)
  }

  /// Takes the facts of another that follow its own in the order kept. Both have the same numbers for members, plays,
  /// products and splits, the ledger's for deals.
  ///
  /// - Returns: The place at which the other's first fact stands until ``finish()``.
  @discardableResult
  public mutating func append(_ other: PayFacts) -> Int {
    let first = facts.count
    let (name, reference) = (Int32(ids.count), Int32(references.count))
    isInOrder = isInOrder && other.isInOrder && (other.facts.first?.number ?? .max) >= last
    last = max(last, other.last)
    ids.append(other.ids)
    references += other.references
    deals.append(other.deals)
    retractions += other.retractions
    facts.reserveCapacity(first + other.facts.count)
    for var fact in other.facts {
      fact.name += name
      if fact.refers >= 0 { fact.refers += reference }
      facts.append(fact)
    }
    return first
  }

  /// How many facts there are.
  public var count: Int { facts.count }

  /// Changes a fact before ``finish()``.
  public mutating func change(_ place: Int, _ change: (inout PayFacts, inout PayFact) -> Void) {
    var fact = facts[place]
    change(&self, &fact)
    facts[place] = fact
  }

  /// What a deal is worth by its latest fact that says so, in minor units; nil where none does.
  public func amount(ofDeal id: String) -> Int64? {
    guard let number = deals.find([id])[id] else { return nil }
    return facts.last { $0.deal == number && $0.kind == .deal && $0.hasAmount }?.amount
  }

  /// The days of the first and the last fact; nil where there are none.
  var days: ClosedRange<CalendarDay>? {
    guard let first = facts.first, let last = facts.last else { return nil }
    return first.day...max(first.day, last.day)
  }
}

extension PayFact {
  func isAfter(_ other: PayFact) -> Bool { (at, number) > (other.at, other.number) }
}
