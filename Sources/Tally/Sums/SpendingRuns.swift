/// The periods in which one customer spent money or time, ascending, and the period of each row. Read from
/// slot to slot.
struct SpendingRuns: ~Copyable {
  /// A period with spending.
  struct Run: BitwiseCopyable {
    let period: Int32
    /// When the customer spent in it for the last time, in milliseconds since 1970.
    var last: Int64
  }

  private(set) var runs = Lane<Run>()
  /// The period of each of the customer's money rows.
  private(set) var ofMoney = Lane<Int32>()
  /// The period of each of the customer's time rows.
  private(set) var ofTime = Lane<Int32>()
  private let time: Stream
  private let rules: Rules

  init(_ time: Stream, _ rules: Rules) {
    self.time = time
    self.rules = rules
  }

  var count: Int { runs.count }

  /// Reads a customer's money and the rows of their time.
  @inline(__always)
  mutating func read(_ spends: borrowing Spends, _ rows: Range<Int>) {
    runs.clear()
    ofMoney.clear()
    ofTime.clear()
    for index in 0..<spends.count {
      let at = spends.at[index]
      let period = rules.period(at: at)
      ofMoney.append(period)
      if spends.amount[index] > 0 { note(period, at) }
    }
    guard !rows.isEmpty else { return }
    let byMoney = runs.count
    for row in rows {
      let at = time.at(row)
      let period = rules.period(at: at)
      ofTime.append(period)
      if time.amount(row) > 0 { note(period, at) }
    }
    if byMoney > 0, runs.count > byMoney { join() }
  }

  @inline(__always)
  private mutating func note(_ period: Int32, _ at: Int64) {
    let end = runs.count - 1
    if end >= 0, runs[end].period == period {
      runs[end].last = max(runs[end].last, at)
    } else {
      runs.append(Run(period: period, last: at))
    }
  }

  /// Runs of money and of time in one order, those of a period as one.
  private mutating func join() {
    runs.sort(0..<runs.count) { $0.period < $1.period }
    var end = 0
    for index in 1..<runs.count {
      if runs[index].period == runs[end].period {
        runs[end].last = max(runs[end].last, runs[index].last)
      } else {
        end += 1
        runs[end] = runs[index]
      }
    }
    runs.shorten(to: end + 1)
  }

  /// The place of a period's run, looked for from a place on; −1 where the customer did not spend in it.
  @inline(__always)
  func place(of period: Int32, from hint: Int) -> Int {
    var place = hint < runs.count && runs[hint].period <= period ? hint : 0
    while place < runs.count, runs[place].period < period { place += 1 }
    return place < runs.count && runs[place].period == period ? place : -1
  }
}
