/// Facts beside the index, by customer: from the tail, or moved to another customer.
struct Overlay: Sendable {
  private var facts = Chunks<LooseFact>()
  /// For each fact, the position of the same customer's previous fact; −1 for none.
  private var previous = Chunks<Int32>()
  /// The position of each customer's last fact.
  private var last: [UInt32: Int32] = [:]

  /// The number of facts.
  var count: Int { facts.count }

  /// The customers with facts in the overlay.
  var customers: Dictionary<UInt32, Int32>.Keys { last.keys }

  /// Adds a fact to a customer.
  mutating func insert(_ fact: LooseFact, customer: UInt32) {
    let place = Int32(facts.count)
    facts.append(fact)
    previous.append(last.updateValue(place, forKey: customer) ?? -1)
  }

  /// Passes a customer's facts, in no particular order.
  func each(_ customer: Int, _ take: (LooseFact) -> Void) {
    var place = last[UInt32(customer)] ?? -1
    while place >= 0 {
      take(facts[Int(place)])
      place = previous[Int(place)]
    }
  }
}
