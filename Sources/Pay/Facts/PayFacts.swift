import Facts

/// Everything that happened and that pay looks at, in time order once finished.
public struct PayFacts: Sendable {
  /// Sorted by time, retracted ones left out.
  private(set) var facts: [PayFact] = []
  private(set) var members = Numbers()
  private(set) var deals = Numbers()
  private(set) var plays = Numbers()
  private(set) var products = Numbers()
  private var ids: [String] = []
  private var references: [String] = []
  private var splitSets: [[PaySplit]] = [[]]
  private var splitPlaces: [[PaySplit]: Int32] = [:]
  /// The ledger's number of the fact kept last.
  public private(set) var last: Int64 = 0
  private var retracted: Set<String> = []

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

    mutating func reserve(_ count: Int) {
      texts.reserveCapacity(count)
      numbers.reserveCapacity(count)
    }

    func find(_ text: String) -> Int32 { numbers[text] ?? -1 }
  }

  /// No facts yet.
  public init() {}

  /// Room for so many facts.
  public mutating func reserve(_ count: Int) {
    facts.reserveCapacity(count)
    ids.reserveCapacity(count)
    deals.reserve(count)
  }

  /// The sender's own id of a fact.
  func id(_ fact: PayFact) -> String { ids[Int(fact.name)] }
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
  /// The number of a play's id.
  public mutating func play(_ id: String) -> Int32 { plays.number(id) }
  /// The number of a product's name.
  public mutating func product(_ name: String) -> Int32 { products.number(name) }

  /// Takes a fact, in any order, with its own id and the one that it refunds or retracts.
  public mutating func append(_ fact: PayFact, id: String, refers: String?) {
    last = max(last, fact.number)
    if fact.kind == .retract {
      if let refers { retracted.insert(refers) }
      return
    }
    var fact = fact
    fact.name = Int32(ids.count)
    ids.append(id)
    if let refers {
      fact.refers = Int32(references.count)
      references.append(refers)
    }
    facts.append(fact)
  }

  /// Puts the facts in time order and takes out those that were retracted.
  public mutating func finish() {
    if !retracted.isEmpty { facts.removeAll { retracted.contains(ids[Int($0.name)]) } }
    guard facts.indices.dropFirst().contains(where: { facts[$0 - 1].isAfter(facts[$0]) }) else {
      return
    }
    // Places are sorted rather than facts, which are large.
    var order = facts.indices.map { (at: facts[$0].at, number: facts[$0].number, place: $0) }
    order.sort { ($0.at, $0.number) < ($1.at, $1.number) }
    facts = order.map { facts[$0.place] }
  }

  /// What a deal is worth by its latest fact that says so, in minor units; nil where none does.
  public func amount(ofDeal id: String) -> Int64? {
    let number = deals.find(id)
    guard number >= 0 else { return nil }
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
