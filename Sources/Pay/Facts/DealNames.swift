/// Deals' ids by their numbers, which are the ledger's where a deal comes from there.
struct DealNames: Sendable {
  private var texts = TextArena()
  /// Where each deal's id stands, by its number; −1 for numbers that are no deal's.
  private var places: [Int32] = []
  /// Made when a number is first asked for by a text.
  private var numbers: [String: Int32]?

  /// One more than the highest number.
  var count: Int { places.count }

  /// Says what a deal of the ledger is called.
  mutating func name(_ number: Int32, _ text: Span<UInt8>) {
    room(number)
    guard places[Int(number)] < 0 else { return }
    places[Int(number)] = texts.append(text)
    numbers = nil
  }

  /// The number of an id; one of its own where it is new.
  mutating func number(_ text: String) -> Int32 {
    var numbers = numbers ?? all
    // No second owner while it is changed.
    self.numbers = nil
    defer { self.numbers = numbers }
    if let number = numbers[text] { return number }
    let number = Int32(places.count)
    places.append(texts.append(text))
    numbers[text] = number
    return number
  }

  /// The numbers of some ids, of those that there are.
  func find(_ wanted: Set<String>) -> [String: Int32] {
    wanted.isEmpty ? [:] : (numbers ?? all).filter { wanted.contains($0.key) }
  }

  subscript(number: Int32) -> String { texts[places[Int(number)]] }

  /// Takes what another knows. What both know is called the same.
  mutating func append(_ other: DealNames) {
    let shift = Int32(texts.count)
    texts.append(other.texts)
    if other.count > 0 { room(Int32(other.count - 1)) }
    for (number, place) in other.places.enumerated() where place >= 0 && places[number] < 0 {
      places[number] = place + shift
    }
    numbers = nil
  }

  private mutating func room(_ number: Int32) {
    guard number >= places.count else { return }
    let more = max(Int(number) + 1 - places.count, 0)
    places.append(contentsOf: repeatElement(-1, count: more))
  }

  private var all: [String: Int32] {
    var numbers: [String: Int32] = [:]
    numbers.reserveCapacity(places.count)
    for number in places.indices where places[number] >= 0 {
      numbers[texts[places[number]]] = Int32(number)
    }
    return numbers
  }
}
