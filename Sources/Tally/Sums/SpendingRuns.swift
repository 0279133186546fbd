/// One customer's spending by period, ascending; only periods with rows of money or time.
///
/// One instance is reused from slot to slot.
struct SpendingRuns: ~Copyable {
  /// The sum of one period's rows.
  struct Run: BitwiseCopyable {
    var period: Int32
    /// The time of the last spending, in milliseconds since 1970; the lowest number for refunds
    /// only.
    var last = Int64.min
    /// Net money in minor units.
    var money: Int128 = 0
    /// Net time in seconds.
    var seconds: Int128 = 0

    /// True if anything was spent in the period.
    @inline(__always)
    var isSpending: Bool { last != .min }

    /// Adds another part of the same period.
    @inline(__always)
    mutating func take(_ other: Run) {
      last = max(last, other.last)
      money &+= other.money
      seconds &+= other.seconds
    }
  }

  private var runs = Lane<Run>()
  private var joined = Lane<Run>()
  /// True if ``joined`` holds the runs; otherwise ``runs`` does.
  private var isJoined = false
  private let block: Block
  private let rules: Rules

  init(_ block: Block, _ rules: Rules) {
    self.block = block
    self.rules = rules
  }

  var count: Int { isJoined ? joined.count : runs.count }

  @inline(__always)
  subscript(_ place: Int) -> Run { isJoined ? joined[place] : runs[place] }

  /// Reads a customer's money and the rows of their time.
  ///
  /// Every row overwrites its run, and the position advances with the period. That avoids a branch:
  /// periods change too often for a processor to predict.
  @inline(__always)
  mutating func read(_ spends: borrowing Spends, _ rows: Range<Int>) {
    runs.stretch(to: spends.count + rows.count)
    isJoined = false
    var end = -1
    var ascends = true
    var run = Run(period: .min)
    for index in 0..<spends.count {
      let (at, amount) = (spends.at[index], spends.amount[index])
      let isNew = step(&run, at, isSpending: amount > 0, &ascends)
      end &+= isNew ? 1 : 0
      run.money = (isNew ? 0 : run.money) &+ Int128(amount)
      runs[end] = run
    }
    let byMoney = end + 1
    if !rows.isEmpty { read(rows, &end, &ascends) }
    runs.shorten(to: end + 1)
    if !ascends { sort() } else if byMoney > 0, end + 1 > byMoney { join(byMoney) }
  }

  /// Appends the runs of time after those of money.
  @inline(__always)
  private mutating func read(_ rows: Range<Int>, _ end: inout Int, _ ascends: inout Bool) {
    var run = Run(period: .min)
    let time = block[.time]
    for row in rows {
      let (at, seconds) = (time.at(row), time.amount(row))
      let isNew = step(&run, at, isSpending: seconds > 0, &ascends)
      end &+= isNew ? 1 : 0
      run.seconds = (isNew ? 0 : run.seconds) &+ Int128(seconds)
      runs[end] = run
    }
  }

  /// Updates a run with a row; true if the row starts another period.
  @inline(__always)
  private func step(
    _ run: inout Run, _ at: Int64, isSpending: Bool, _ ascends: inout Bool
  ) -> Bool {
    let period = rules.period(at: at)
    let isNew = period != run.period
    ascends = ascends && period >= run.period
    run.last = isSpending ? at : isNew ? .min : run.last
    run.period = period
    return isNew
  }

  /// Merges the runs of money, which are the first `byMoney`, with the runs of time.
  private mutating func join(_ byMoney: Int) {
    joined.clear()
    isJoined = true
    var (left, right) = (0, byMoney)
    while left < byMoney, right < runs.count {
      var run = runs[left]
      let other = runs[right]
      if run.period < other.period {
        left += 1
      } else if run.period > other.period {
        run = other
        right += 1
      } else {
        run.take(other)
        left += 1
        right += 1
      }
      joined.append(run)
    }
    for place in left..<byMoney { joined.append(runs[place]) }
    for place in max(right, byMoney)..<runs.count { joined.append(runs[place]) }
  }

  /// The same if clocks went back past a midnight, so that periods don't ascend with time.
  @inline(never)
  private mutating func sort() {
    joined.clear()
    isJoined = true
    runs.sort(0..<runs.count) { $0.period < $1.period }
    for place in 0..<runs.count {
      let end = joined.count - 1
      if end >= 0, joined[end].period == runs[place].period {
        joined[end].take(runs[place])
      } else {
        joined.append(runs[place])
      }
    }
  }
}
