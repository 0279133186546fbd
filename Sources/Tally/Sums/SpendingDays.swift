/// The days on which one customer spent money or time, and the periods they fall in. Read from slot to slot.
struct SpendingDays: ~Copyable {
  /// Ascending, each once.
  private(set) var days = Lane<Int32>()
  /// The periods of those, ascending, each once.
  private(set) var periods = Lane<Int32>()
  private let time: Stream
  private let rules: Rules

  init(_ time: Stream, _ rules: Rules) {
    self.time = time
    self.rules = rules
  }

  /// Reads a customer's days from their money and the rows of their time.
  @inline(__always)
  mutating func read(_ spends: borrowing Spends, _ rows: Range<Int>) {
    days.clear()
    periods.clear()
    for index in 0..<spends.count where spends.amount[index] > 0 {
      note(rules.day(spends.at[index]))
    }
    let byMoney = days.count
    for row in rows where time.amount(row) > 0 { note(rules.day(time.at(row))) }
    if byMoney > 0, days.count > byMoney { days.sort(0..<days.count) { $0 < $1 } }
    for index in 0..<days.count {
      let period = rules.period(ofDay: days[index])
      if periods.isEmpty || periods[periods.count - 1] != period { periods.append(period) }
    }
  }

  /// Days come mostly in order; the same one twice in a row is kept once.
  @inline(__always)
  private mutating func note(_ day: Int32) {
    if days.isEmpty || days[days.count - 1] != day { days.append(day) }
  }

  /// The place of a period in ``periods``, looked for from a place on; −1 where the customer did not spend
  /// in it.
  @inline(__always)
  func place(of period: Int32, from hint: Int) -> Int {
    var place = hint < periods.count && periods[hint] <= period ? hint : 0
    while place < periods.count, periods[place] < period { place += 1 }
    return place < periods.count && periods[place] == period ? place : -1
  }
}
