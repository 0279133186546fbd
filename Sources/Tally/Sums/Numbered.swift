/// What can be added up and taken out again.
protocol Quantity: Equatable, Sendable {
  /// Nothing.
  init()
  static func += (sum: inout Self, other: Self)
}

extension Int64: Quantity {}
extension Int128: Quantity {}

/// A quantity so many times over; nearly always once, or once taken out, for which no product is needed.
@inline(__always)
func scaled(_ quantity: Int128, _ times: Int64) -> Int128 {
  times == 1 ? quantity : times == -1 ? 0 &- quantity : quantity * Int128(times)
}

/// Quantities by day or period number: near ones side by side, far ones one by one.
struct Numbered<Element: Quantity>: Sendable {
  private var first: Int32 = 0
  private var near: [Element] = []
  private var far: [Int32: Element] = [:]

  /// Days from 1970 to 2407, periods to the year 3333 four times over.
  private static var nearby: Range<Int32> { 0..<160_000 }

  /// What stands at a number.
  subscript(_ number: Int32) -> Element {
    let place = Int(number) - Int(first)
    return place >= 0 && place < near.count ? near[place] : far[number] ?? Element()
  }

  /// Changes what stands at a number, making room for it.
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
      // As much room again below, so that numbers that go down are not moved up once each.
      let start = max(Numbered.nearby.lowerBound, min(number, first - Int32(near.count)))
      near.insert(contentsOf: repeatElement(Element(), count: Int(first - start)), at: 0)
      first = start
    } else {
      let missing = Int(number - first) + 1 - near.count
      near.append(contentsOf: repeatElement(Element(), count: missing))
    }
  }

  /// What is not nothing, by number.
  var all: [Int32: Element] {
    let nothing = Element()
    var all = far.filter { $0.value != nothing }
    for (place, element) in near.enumerated() where element != nothing {
      all[first + Int32(place)] = element
    }
    return all
  }

  /// Adds every quantity of another.
  mutating func merge(_ other: Numbered) {
    for (number, element) in other.all { change(number) { $0 += element } }
  }
}

extension Numbered: Equatable {
  static func == (left: Numbered, right: Numbered) -> Bool { left.all == right.all }
}
