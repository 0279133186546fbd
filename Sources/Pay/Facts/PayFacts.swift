public import Facts
public import Planning
internal import Ruling

/// All facts that pay needs, in time order after ``finish()``.
public struct PayFacts: Sendable {
  /// Sorted by time and without retracted facts after ``finish()``.
  private(set) var facts: [PayFact] = []
  private(set) var members = Numbers()
  private(set) var deals = DealNames()
  private(set) var plays = Numbers()
  private(set) var products = Numbers()
  private var ids = TextArena()
  private var references: [String] = []
  private var splitSets: [[PaySplit]] = [[]]
  private var splitPlaces: [[PaySplit]: Int32] = [:]
  /// The highest sequence number of the facts appended.
  public private(set) var last: Int64 = 0
  private var retractions: [Retraction] = []
  /// True while the facts were appended in ledger order.
  private var isInOrder = true

  /// A retraction; both ids are the sender's own.
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

  /// Reserves capacity for `count` facts.
  public mutating func reserve(_ count: Int) {
    facts.reserveCapacity(count)
    ids.reserve(count)
  }

  /// The sender's own id of a fact.
  func id(_ fact: PayFact) -> String { ids[fact.name] }
  /// The id of the fact that a fact refunds; nil for none.
  func reference(_ fact: PayFact) -> String? {
    fact.refers >= 0 ? references[Int(fact.refers)] : nil
  }
  /// The shares of a set.
  func splits(_ set: SplitSet) -> [PaySplit] { splitSets[Int(set.place)] }

  /// Stores shares and returns their set; equal shares are stored once.
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
  /// Sets the id, in UTF-8, of a ledger deal number.
  public mutating func deal(_ number: Int32, isCalled id: Span<UInt8>) { deals.name(number, id) }
  /// The number of a play's id.
  public mutating func play(_ id: String) -> Int32 { plays.number(id) }
  /// The number of a product's name.
  public mutating func product(_ name: String) -> Int32 { products.number(name) }

  /// Appends a fact, in any order.
  ///
  /// - Parameters:
  ///   - fact: The fact.
  ///   - id: Its own id.
  ///   - refers: The id that it refunds or retracts.
  public mutating func append(_ fact: PayFact, id: String, refers: String?) {
    append(fact, id: id.utf8.span, refers: refers)
  }

  /// Appends a fact whose id is given in UTF-8.
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

  /// Sorts the facts by time, removes retracted ones, and gives deals and refunds their customer.
  public mutating func finish() {
    let retracted = retracted()
    if !retracted.isEmpty { facts.removeAll { retracted.contains($0.number) } }
    sort()
    assignCustomers()
  }

  /// Gives each fact of a deal the customer that the deal's latest fact names, and a refund without a customer that
  /// of its payment: the rule by which facts belong to customers in every answer.
  private mutating func assignCustomers() {
    var owners = Array(repeating: Int64(0), count: deals.count)
    for fact in facts where fact.kind == .deal && fact.deal >= 0 && fact.customer != 0 {
      owners[Int(fact.deal)] = fact.customer
    }
    var nameless: [(index: Int, refund: String)] = []
    for index in facts.indices {
      let fact = facts[index]
      if fact.kind == .deal, fact.deal >= 0, fact.customer != owners[Int(fact.deal)] {
        facts[index].customer = owners[Int(fact.deal)]
      } else if fact.kind == .money, fact.customer == 0, let of = reference(fact) {
        nameless.append((index, of))
      }
    }
    guard !nameless.isEmpty else { return }
    let wanted = Set(nameless.map(\.refund))
    var payers: [String: Int64] = [:]
    for fact in facts where fact.kind == .money && wanted.contains(ids[fact.name]) {
      payers[ids[fact.name]] = fact.customer
    }
    for (index, refund) in nameless { facts[index].customer = payers[refund] ?? 0 }
  }

  private mutating func sort() {
    guard facts.indices.dropFirst().contains(where: { facts[$0 - 1].isAfter(facts[$0]) }) else {
      return
    }
    if !isInOrder { facts.sort { $0.number < $1.number } }
    // Indexes are sorted rather than facts, which are large.
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

  /// Appends the facts of `other`, which come later in ledger order.
  ///
  /// Both must use the same numbers for members, plays, products and splits, and the ledger's
  /// numbers for deals.
  ///
  /// - Returns: The index of the other's first fact, valid until ``finish()``.
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

  /// The number of facts.
  public var count: Int { facts.count }

  /// Changes a fact before ``finish()``.
  public mutating func change(_ place: Int, _ change: (inout PayFacts, inout PayFact) -> Void) {
    var fact = facts[place]
    change(&self, &fact)
    facts[place] = fact
  }

  /// The amount of a deal by its latest fact that has one, in minor units of the business's currency at the rate of
  /// `day`; nil if no fact has one.
  public func amount(ofDeal id: String, _ rates: Rates, on day: CalendarDay) -> Int64? {
    guard let number = deals.find([id])[id] else { return nil }
    return facts.last { $0.deal == number && $0.kind == .deal && $0.hasAmount }?
      .amount(rates, on: day)
  }

  /// The days of the first and the last fact; nil without facts.
  var days: ClosedRange<CalendarDay>? {
    guard let first = facts.first, let last = facts.last else { return nil }
    return first.day...max(first.day, last.day)
  }
}

extension PayFact {
  /// Minor units of the business's currency at the rate of a day.
  func amount(_ rates: Rates, on day: CalendarDay) -> Int64 {
    currency == 0 ? amount : rates.minor(amount, currency, on: day)
  }

  func isAfter(_ other: PayFact) -> Bool { (at, number) > (other.at, other.number) }
}
