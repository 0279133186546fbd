/// The ids of deals by number; numbers are the ledger's for deals loaded from it.
struct DealNames: Sendable {
  private var texts = TextArena()
  /// The index of each deal's id in `texts`, by deal number; −1 for unused numbers.
  private var places: [Int32] = []
  /// Numbers by id, built on the first look-up by text; nil until then and after changes.
  private var numbers: [String: Int32]?

  /// One more than the highest number.
  var count: Int { places.count }

  /// Sets the id of a ledger deal number; a number that has an id keeps it.
  mutating func name(_ number: Int32, _ text: Span<UInt8>) {
    room(number)
    guard places[Int(number)] < 0 else { return }
    places[Int(number)] = texts.append(text)
    numbers = nil
  }

  /// The number of an id; a new id gets the next free number.
  mutating func number(_ text: String) -> Int32 {
    var numbers = numbers ?? all
    // Drops the stored reference so that changing the dictionary does not copy it.
    self.numbers = nil
    defer { self.numbers = numbers }
    if let number = numbers[text] { return number }
    let number = Int32(places.count)
    places.append(texts.append(text))
    numbers[text] = number
    return number
  }

  /// The numbers of the wanted ids that exist.
  func find(_ wanted: Set<String>) -> [String: Int32] {
    wanted.isEmpty ? [:] : (numbers ?? all).filter { wanted.contains($0.key) }
  }

  subscript(number: Int32) -> String { texts[places[Int(number)]] }

  /// Merges the ids of `other`; a number that both use must have the same id in both.
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
