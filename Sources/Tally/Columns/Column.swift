/// A typed array in a ``ByteStore``, read with bounds checks.
///
/// Doesn't keep its store alive: the owner of the columns does.
struct Column<Element: BitwiseCopyable>: Sendable {
  private let address: UInt
  /// The number of values.
  let count: Int

  init(address: UInt, count: Int) {
    self.address = address
    self.count = count
  }

  /// An empty column.
  static var none: Column { Column(address: 0, count: 0) }

  var isEmpty: Bool { count == 0 }

  /// The value at an index.
  @inline(__always)
  subscript(_ index: Int) -> Element {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return UnsafePointer<Element>(bitPattern: address).unsafelyUnwrapped[index]
  }

  /// Writes a value at an index, while the store is being made.
  @inline(__always)
  func set(_ index: Int, _ value: Element) {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    UnsafeMutablePointer<Element>(bitPattern: address).unsafelyUnwrapped[index] = value
  }

  /// Writes converted rows of another column from an index on, while the store is being made.
  @inline(__always)
  func fill<Source>(
    _ start: Int, from source: Column<Source>, _ rows: Range<Int>, _ make: (Source) -> Element
  ) {
    precondition(start >= 0 && start + rows.count <= count)
    precondition(rows.lowerBound >= 0 && rows.upperBound <= source.count)
    guard !rows.isEmpty else { return }
    let from = UnsafePointer<Source>(bitPattern: source.address).unsafelyUnwrapped
    let to = UnsafeMutablePointer<Element>(bitPattern: address).unsafelyUnwrapped
    for row in rows { to[start &+ row &- rows.lowerBound] = make(from[row]) }
  }

  /// The part of the column that starts at an index.
  func dropping(_ first: Int) -> Column {
    precondition(first >= 0 && first <= count)
    return Column(
      address: address + UInt(first * MemoryLayout<Element>.stride), count: count - first)
  }

  /// Binary search: the first index of an ascending range whose value is at least `value`.
  func lowerBound(in range: Range<Int>, of value: Element) -> Int where Element: Comparable {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A growable array for one worker, read and written with bounds checks.
struct Lane<Element: BitwiseCopyable>: ~Copyable {
  private var memory: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  /// An empty lane with an initial capacity.
  init(capacity: Int = 64) {
    self.capacity = max(1, capacity)
    memory = .allocate(capacity: self.capacity)
  }

  deinit { memory.deallocate() }

  var isEmpty: Bool { count == 0 }

  /// Removes all values and keeps the memory.
  @inline(__always)
  mutating func clear() { count = 0 }

  @inline(__always)
  mutating func append(_ value: Element) {
    if count == capacity { grow(to: capacity * 2) }
    memory[count] = value
    count += 1
  }

  /// Keeps only the first `count` values.
  mutating func shorten(to count: Int) {
    precondition(count >= 0 && count <= self.count)
    self.count = count
  }

  /// Replaces the contents with `count` copies of a value.
  mutating func fill(_ value: Element, count: Int) {
    if count > capacity { grow(to: max(count, capacity * 2)) }
    memory.update(repeating: value, count: count)
    self.count = count
  }

  /// Passes the first `count` values for reading.
  @inline(__always)
  func withSpan(_ count: Int, _ body: (Span<Element>) -> Void) {
    precondition(count >= 0 && count <= self.count)
    body(UnsafeBufferPointer(start: memory, count: count).span)
  }

  /// Passes all values for reading and writing, with the base address loaded once outside the loop.
  @inline(__always)
  mutating func edit(_ body: (inout MutableSpan<Element>) -> Void) {
    var span = UnsafeMutableBufferPointer(start: memory, count: count).mutableSpan
    body(&span)
  }

  /// Replaces the contents with `count` values, each computed from its index.
  @inline(__always)
  mutating func fill(count: Int, _ make: (Int) -> Element) {
    if count > capacity { grow(to: max(count, capacity * 2)) }
    let memory = memory
    for index in 0..<count { memory[index] = make(index) }
    self.count = count
  }

  /// Sets the size to `count`; the caller writes every new value before reading it.
  @inline(__always)
  mutating func stretch(to count: Int) {
    if count > capacity { grow(to: max(count, capacity * 2)) }
    self.count = count
  }

  @inline(never)
  private mutating func grow(to wanted: Int) {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
    larger.update(from: memory, count: count)
    memory.deallocate()
    memory = larger
    capacity = wanted
  }

  subscript(_ index: Int) -> Element {
    @inline(__always) get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      return memory[index]
    }
    @inline(__always) set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      memory[index] = newValue
    }
  }

  /// Sorts a range: insertion sort if short, the library's sort if long, nothing if in order.
  mutating func sort(_ range: Range<Int>, by precedes: (Element, Element) -> Bool) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var index = range.lowerBound + 1
    while index < range.upperBound, !precedes(memory[index], memory[index - 1]) { index += 1 }
    guard index < range.upperBound else { return }
    if range.count > 32 {
      var part = UnsafeMutableBufferPointer(start: memory + range.lowerBound, count: range.count)
      part.sort(by: precedes)
      return
    }
    while index < range.upperBound {
      let value = memory[index]
      var place = index
      while place > range.lowerBound, precedes(value, memory[place - 1]) {
        memory[place] = memory[place - 1]
        place -= 1
      }
      memory[place] = value
      index += 1
    }
  }
}
