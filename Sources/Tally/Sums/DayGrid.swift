/// Quantities by a row (a key, a play, a day) and a day, in pages of days that are made when first needed. Rows and
/// days may be any: what lies far off is kept one by one.
struct DayGrid<Element: Quantity>: Sendable {
  private var firstPage: Int32 = 0
  private var pagesPerRow: Int32 = 0
  private var rows = 0
  /// The place of each page of each row in ``cells``; −1 for none.
  private var pages: [Int32] = []
  private(set) var cells: [Element] = []
  private var far: [Far: Element] = [:]

  private struct Far: Hashable {
    let row: Int
    let day: Int32
  }

  private static var daysPerPage: Int32 { 64 }
  private static var nearby: Range<Int32> { 0..<40_000 }
  /// Rows that are keys, plays or days since 1970; any other row is kept apart too.
  private static var nearRows: Range<Int> { 0..<(1 << 20) }

  /// Adds at a row and a day.
  @inline(__always)
  mutating func add(_ quantity: Element, row: Int, day: Int32) {
    let place = place(row: row, day: day)
    if place >= 0 {
      cells[place] += quantity
    } else {
      far[Far(row: row, day: day), default: Element()] += quantity
    }
  }

  /// Changes a cell for each of some numbers, one after the other.
  @inline(__always)
  mutating func change(
    _ numbers: Range<Int>, at cell: (Int) -> (row: Int, day: Int32),
    _ edit: (inout Element, Int) -> Void
  ) {
    var next = numbers.lowerBound
    while true {
      next = changeMade(next..<numbers.upperBound, at: cell, edit)
      guard next < numbers.upperBound else { return }
      let (row, day) = cell(next)
      change(row: row, day: day) { edit(&$0, next) }
      next += 1
    }
  }

  /// The same up to the first cell that there is no room for yet, whose number it gives.
  @inline(__always)
  private mutating func changeMade(
    _ numbers: Range<Int>, at cell: (Int) -> (row: Int, day: Int32),
    _ edit: (inout Element, Int) -> Void
  ) -> Int {
    let (first, width, rows) = (firstPage, UInt32(bitPattern: pagesPerRow), rows)
    let pages = pages
    var cells = cells.mutableSpan
    for number in numbers {
      let (row, day) = cell(number)
      let page = UInt32(bitPattern: day >> 6 &- first)
      guard UInt(bitPattern: row) < UInt(bitPattern: rows), page < width else { return number }
      let start = pages[row &* Int(width) &+ Int(page)]
      guard start >= 0 else { return number }
      edit(&cells[Int(start) &+ Int(day & 63)], number)
    }
    return numbers.upperBound
  }

  /// Where a row and a day stand in ``cells``, making room; −1 for a cell that is kept apart.
  @inline(__always)
  mutating func place(row: Int, day: Int32) -> Int {
    let page = day >> 6 &- firstPage
    if UInt(bitPattern: row) < UInt(bitPattern: rows), page >= 0, page < pagesPerRow {
      let start = pages[row &* Int(pagesPerRow) &+ Int(page)]
      if start >= 0 { return Int(start) &+ Int(day & 63) }
    }
    return makeRoom(row: row, day: day)
  }

  /// Changes what stands at a row and a day.
  @inline(__always)
  mutating func change(row: Int, day: Int32, _ edit: (inout Element) -> Void) {
    let place = place(row: row, day: day)
    if place >= 0 {
      edit(&cells[place])
    } else {
      edit(&far[Far(row: row, day: day), default: Element()])
    }
  }

  @inline(never)
  private mutating func makeRoom(row: Int, day: Int32) -> Int {
    guard DayGrid.nearby.contains(day), DayGrid.nearRows.contains(row) else { return -1 }
    let page = day >> 6
    if row >= rows || pagesPerRow == 0 || page < firstPage || page >= firstPage + pagesPerRow {
      widen(row: row, page: page)
    }
    let index = row * Int(pagesPerRow) + Int(page - firstPage)
    if pages[index] < 0 {
      pages[index] = Int32(cells.count)
      cells.append(contentsOf: repeatElement(Element(), count: Int(DayGrid.daysPerPage)))
    }
    return Int(pages[index]) + Int(day & 63)
  }

  private mutating func widen(row: Int, page: Int32) {
    let first = pagesPerRow == 0 ? page : min(firstPage, page)
    let end = pagesPerRow == 0 ? page + 1 : max(firstPage + pagesPerRow, page + 1)
    let count = max(rows, row < rows ? rows : max(row + 1, rows * 2))
    var wider = [Int32](repeating: -1, count: count * Int(end - first))
    for row in 0..<rows {
      for old in 0..<pagesPerRow {
        let place = row * Int(end - first) + Int(firstPage + old - first)
        wider[place] = pages[row * Int(pagesPerRow) + Int(old)]
      }
    }
    pages = wider
    firstPage = first
    pagesPerRow = end - first
    rows = count
  }

  /// Gives what is not nothing.
  func each(_ take: (_ row: Int, _ day: Int32, Element) -> Void) {
    let nothing = Element()
    for row in 0..<rows {
      for page in 0..<pagesPerRow {
        let start = pages[row * Int(pagesPerRow) + Int(page)]
        guard start >= 0 else { continue }
        for offset in 0..<DayGrid.daysPerPage where cells[Int(start + offset)] != nothing {
          take(
            row, (firstPage + page) * DayGrid.daysPerPage + offset, cells[Int(start + offset)])
        }
      }
    }
    for (key, element) in far where element != nothing { take(key.row, key.day, element) }
  }

  /// Adds every quantity of another.
  mutating func merge(_ other: DayGrid) {
    other.each { row, day, element in add(element, row: row, day: day) }
  }
}
