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
    isJoined = false
    var reading = Reading(rules)
    let time = block[.time]
    runs.stretch(to: spends.count + rows.count)
    runs.edit { runs in
      spends.withSpans { moments, amounts in
        for index in moments.indices {
          let amount = amounts[index]
          let isNew = reading.step(moments[index], isSpending: amount > 0)
          reading.run.money = (isNew ? 0 : reading.run.money) &+ Int128(amount)
          runs[reading.end] = reading.run
        }
      }
    }
    let byMoney = reading.end + 1
    reading.run = Run(period: .min)
    if !rows.isEmpty {
      runs.edit { runs in
        for row in rows {
          let seconds = time.amount(row)
          let isNew = reading.step(time.at(row), isSpending: seconds > 0)
          reading.run.seconds = (isNew ? 0 : reading.run.seconds) &+ Int128(seconds)
          runs[reading.end] = reading.run
        }
      }
    }
    runs.shorten(to: reading.end + 1)
    if !reading.ascends { sort() } else if byMoney > 0, runs.count > byMoney { join(byMoney) }
  }

  /// Where reading stands.
  private struct Reading {
    let rules: Rules
    var run = Run(period: .min)
    /// The place of the run.
    var end = -1
    var ascends = true

    init(_ rules: Rules) { self.rules = rules }

    /// Moves on to a row; true where the row is of another period.
    @inline(__always)
    mutating func step(_ at: Int64, isSpending: Bool) -> Bool {
      let period = rules.period(at: at)
      let isNew = period != run.period
      ascends = ascends && period >= run.period
      run.last = isSpending ? at : isNew ? .min : run.last
      run.period = period
      end &+= isNew ? 1 : 0
      return isNew
    }
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
