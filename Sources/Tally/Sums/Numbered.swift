/// A value that can be added up and taken out again.
protocol Quantity: Equatable, Sendable {
  /// The zero of the quantity.
  init()
  static func += (sum: inout Self, other: Self)
}

extension Int64: Quantity {}
extension Int128: Quantity {}

/// The product of a quantity and a count; skips the multiplication for the usual counts 1 and −1.
@inline(__always)
func scaled(_ quantity: Int128, _ times: Int64) -> Int128 {
  times == 1 ? quantity : times == -1 ? 0 &- quantity : quantity * Int128(times)
}

/// Quantities by day or period number: an array for the usual range, a dictionary outside it.
struct Numbered<Element: Quantity>: Sendable {
  private var first: Int32 = 0
  private var near: [Element] = []
  private var far: [Int32: Element] = [:]

  /// Days from 1970 to 2407, and periods up to the year 3333 with a wide margin.
  private static var nearby: Range<Int32> { 0..<160_000 }

  /// The quantity at a number; zero if unset.
  subscript(_ number: Int32) -> Element {
    let place = Int(number) - Int(first)
    return place >= 0 && place < near.count ? near[place] : far[number] ?? Element()
  }

  /// Edits the quantity at a number, allocating space for it.
  @inline(__always)
  mutating func change(_ number: Int32, _ edit: (inout Element) -> Void) {
    let place = Int(number) &- Int(first)
    if place >= 0, place < near.count {
      edit(&near[place])
    } else {
      changeElsewhere(number, edit)
    }
  }

  @inline(never)
  private mutating func changeElsewhere(_ number: Int32, _ edit: (inout Element) -> Void) {
    if Numbered.nearby.contains(number) {
      makeRoom(for: number)
      edit(&near[Int(number - first)])
    } else {
      edit(&far[number, default: Element()])
    }
  }

  @inline(never)
  private mutating func makeRoom(for number: Int32) {
    guard !near.isEmpty else {
      first = number
      near = [Element()]
      return
    }
    if number < first {
      // Doubles the space below, so that descending numbers don't move the array once for each.
      let start = max(Numbered.nearby.lowerBound, min(number, first - Int32(near.count)))
      near.insert(contentsOf: repeatElement(Element(), count: Int(first - start)), at: 0)
      first = start
    } else {
      let missing = Int(number - first) + 1 - near.count
      near.append(contentsOf: repeatElement(Element(), count: missing))
    }
  }

  /// All quantities that aren't zero, by number.
  var all: [Int32: Element] {
    let nothing = Element()
    var all = far.filter { $0.value != nothing }
    for (place, element) in near.enumerated() where element != nothing {
      all[first + Int32(place)] = element
    }
    return all
  }

  /// Adds every quantity of another collection.
  mutating func merge(_ other: Numbered) {
    for (number, element) in other.all { change(number) { $0 += element } }
  }
}

extension Numbered: Equatable {
  static func == (left: Numbered, right: Numbered) -> Bool { left.all == right.all }
}
