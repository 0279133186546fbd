/// Facts that lie beside the index, by customer: kept since it was made, or moved to another customer.
struct Overlay: Sendable {
  private var facts = Chunks<LooseFact>()
  /// The place of the fact before it of the same customer; −1 for none.
  private var previous = Chunks<Int32>()
  /// The place of each customer's last fact.
  private var last: [UInt32: Int32] = [:]

  /// How many facts there are.
  var count: Int { facts.count }

  /// Whom they belong to.
  var customers: Dictionary<UInt32, Int32>.Keys { last.keys }

  /// Puts a fact with a customer.
  mutating func insert(_ fact: LooseFact, customer: UInt32) {
    let place = Int32(facts.count)
    facts.append(fact)
    previous.append(last.updateValue(place, forKey: customer) ?? -1)
  }

  /// Gives a customer's facts in some order.
  func each(_ customer: Int, _ take: (LooseFact) -> Void) {
    var place = last[UInt32(customer)] ?? -1
    while place >= 0 {
      take(facts[Int(place)])
      place = previous[Int(place)]
    }
  }
}
