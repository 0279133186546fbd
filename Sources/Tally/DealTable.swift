/// Deals by number, and whose they are: the customer that the latest fact naming one names.
struct DealTable: Sendable {
  private var numbers: [String: Int32] = [:]
  private var owners: [Owner?] = []
  private var places: [Set<Int>] = []

  private struct Owner: Sendable {
    let customer: Int
    let at: Int64
    let fact: Int64
  }

  /// The dense number of a deal's id.
  mutating func number(of id: String) -> Int32 {
    if let number = numbers[id] { return number }
    let number = Int32(owners.count)
    numbers[id] = number
    owners.append(nil)
    places.append([])
    return number
  }

  /// A fact names the deal's customer; the latest by time counts.
  mutating func name(_ deal: Int32, customer: Int, at: Int64, fact: Int64) {
    let old = owners[Int(deal)]
    guard old.map({ ($0.at, $0.fact) < (at, fact) }) ?? true else { return }
    owners[Int(deal)] = Owner(customer: customer, at: at, fact: fact)
  }

  /// Nil while no fact names one.
  func customer(of deal: Int32) -> Int? { owners[Int(deal)]?.customer }

  /// The slots that hold facts of the deal.
  func slots(of deal: Int32) -> Set<Int> { places[Int(deal)] }

  /// All of the deal's facts lie in this slot from now on.
  mutating func place(_ deal: Int32, in slot: Int) { places[Int(deal)] = [slot] }
}
