/// What one customer spent, period by period, ascending: the periods that have a row of money or time. Read from
/// slot to slot.
struct SpendingRuns: ~Copyable {
  /// A period's rows, taken together.
  struct Run: BitwiseCopyable {
    var period: Int32
    /// When the customer spent in it for the last time, in milliseconds since 1970; the lowest number where they
    /// only had money back.
    var last = Int64.min
    /// Net money in minor units.
    var money: Int128 = 0
    /// Net time.
    var seconds: Int128 = 0

    /// Whether anything was spent in it.
    @inline(__always)
    var isSpending: Bool { last != .min }

    /// Takes in another part of the same period.
    @inline(__always)
    mutating func take(_ other: Run) {
      last = max(last, other.last)
      money &+= other.money
      seconds &+= other.seconds
    }
  }

  private var runs = Lane<Run>()
  private var joined = Lane<Run>()
  /// Whether ``joined`` has them.
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
  /// Every row writes its run anew, and the place moves on with the period: months change too often for a
  /// processor to guess when.
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

  /// Reads time behind the money.
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

  /// Moves a run on to a row; true where the row is of another period.
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

  /// Brings the runs of money, which are the first so many, and those of time into one order.
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

  /// The same where clocks went back past a midnight, so that periods do not ascend with time.
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
