/// Quantities by row and day, in pages of 64 days allocated on demand.
///
/// A row is a key, a play or a day. Any row and day is allowed; those far outside the usual ranges
/// are stored in a dictionary.
struct DayGrid<Element: Quantity>: Sendable {
  private var firstPage: Int32 = 0
  private var pagesPerRow: Int32 = 0
  private var rows = 0
  /// The start in ``cells`` of each page of each row; −1 if not allocated.
  private var pages: [Int32] = []
  private(set) var cells: [Element] = []
  private var far: [Far: Element] = [:]

  private struct Far: Hashable {
    let row: Int
    let day: Int32
  }

  private static var daysPerPage: Int32 { 64 }
  private static var nearby: Range<Int32> { 0..<40_000 }
  /// Rows that are keys, plays or days since 1970; other rows are stored in the dictionary.
  private static var nearRows: Range<Int> { 0..<(1 << 20) }

  /// Adds a quantity at a row and a day.
  @inline(__always)
  mutating func add(_ quantity: Element, row: Int, day: Int32) {
    let place = place(row: row, day: day)
    if place >= 0 {
      cells[place] += quantity
    } else {
      far[Far(row: row, day: day), default: Element()] += quantity
    }
  }

  /// Edits, for each number of a range in turn, the cell that `at` returns for it.
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

  /// The same up to the first cell without an allocated page; returns that cell's number.
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

  /// The position of a row and day in ``cells``, allocated on demand; −1 if in the dictionary.
  @inline(__always)
  mutating func place(row: Int, day: Int32) -> Int {
    let page = day >> 6 &- firstPage
    if UInt(bitPattern: row) < UInt(bitPattern: rows), page >= 0, page < pagesPerRow {
      let start = pages[row &* Int(pagesPerRow) &+ Int(page)]
      if start >= 0 { return Int(start) &+ Int(day & 63) }
    }
    return makeRoom(row: row, day: day)
  }

  /// Edits the cell at a row and a day.
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

  /// Passes all cells that aren't zero.
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

  /// Adds every quantity of another grid.
  mutating func merge(_ other: DayGrid) {
    other.each { row, day, element in add(element, row: row, day: day) }
  }
}
