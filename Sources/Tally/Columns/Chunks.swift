/// An append-only list whose copies share all full chunks.
///
/// After a copy, the next append copies at most one chunk, not the list.
struct Chunks<Element: Sendable>: RandomAccessCollection, Sendable {
  private var full: [[Element]] = []
  private var open: [Element] = []

  private static var bits: Int { 9 }
  private static var size: Int { 1 << bits }

  var startIndex: Int { 0 }
  var endIndex: Int { full.count << Chunks.bits + open.count }

  subscript(place: Int) -> Element {
    let chunk = place >> Chunks.bits
    return chunk < full.count
      ? full[chunk][place & (Chunks.size - 1)] : open[place - chunk << Chunks.bits]
  }

  mutating func append(_ element: Element) {
    open.append(element)
    guard open.count == Chunks.size else { return }
    full.append(open)
    open = []
  }

  mutating func append(contentsOf elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }
}
