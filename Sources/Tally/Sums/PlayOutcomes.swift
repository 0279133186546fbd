internal import Facts

/// Outcomes of both sides of each question in the window after exposure, by day of exposure.
///
/// Yes-or-no outcomes are counted by stratum; amounts are kept as sums of powers.
public struct PlayOutcomes: CustomerSum {
  /// The questions, in the order given.
  public let questions: [PlayQuestion]
  /// Yes-or-no outcomes; row: the question's index and the stratum.
  private var counts = DayGrid<Counts>()
  /// Amounts; row: the question's index.
  private var values = DayGrid<Values>()

  /// Customers of both sides, with and without the outcome.
  public struct Counts: Sendable, Equatable, Quantity {
    /// Customers of the treated side.
    public var treated: Int64 = 0
    /// Treated customers with the outcome.
    public var treatedEvents: Int64 = 0
    /// Customers of the control side.
    public var control: Int64 = 0
    /// Control customers with the outcome.
    public var controlEvents: Int64 = 0

    /// Zero customers on both sides.
    public init() {}

    static func += (sum: inout Counts, other: Counts) {
      sum.treated += other.treated
      sum.treatedEvents += other.treatedEvents
      sum.control += other.control
      sum.controlEvents += other.controlEvents
    }
  }

  /// Sums of the amounts of both sides.
  public struct Values: Sendable, Equatable, Quantity {
    /// Treated amounts, each limited to the cap.
    public var treated = Moments()
    /// Treated amounts, each limited to the raised cap.
    public var raised = Moments()
    /// Control amounts, each limited to the cap.
    public var control = Moments()

    /// Sums over zero customers.
    public init() {}

    static func += (sum: inout Values, other: Values) {
      sum.treated += other.treated
      sum.raised += other.raised
      sum.control += other.control
    }
  }

  /// Customer counts and sums of powers of the customers' amounts.
  public struct Moments: Sendable, Equatable {
    /// The number of customers.
    public var count: Int64 = 0
    /// The number of customers with an amount above zero.
    public var positive: Int64 = 0
    /// The sum of the amounts, in minor units or seconds.
    public var sum: Int128 = 0
    /// The sum of the squared amounts.
    public var squares: Int128 = 0
    /// The sum of the cubed amounts.
    public var cubes: Int128 = 0

    /// Sums over zero customers.
    public init() {}

    static func += (sum: inout Moments, other: Moments) {
      sum.count += other.count
      sum.positive += other.positive
      sum.sum += other.sum
      sum.squares += other.squares
      sum.cubes += other.cubes
    }

    mutating func add(_ value: Int64, times: Int64) {
      let (value, times) = (Int128(value), Int128(times))
      count += Int64(times)
      if value > 0 { positive += Int64(times) }
      sum += times * value
      squares += times * value * value
      cubes += times * value * value * value
    }
  }

  /// The most that an amount counts, about 170 million euros: sums of cubes stay exact in 128 bits.
  public static let mostCap: Int64 = 1 << 34

  /// An empty sum for some questions.
  public init(_ questions: [PlayQuestion]) { self.questions = questions }

  /// The counts of every question, in order, by day and ``Stratum``; empty counts are left out.
  public func allCounts() -> [[(day: Int32, stratum: Int, counts: Counts)]] {
    var found = [[(day: Int32, stratum: Int, counts: Counts)]](
      repeating: [], count: questions.count)
    counts.each { row, day, counts in
      found[row / Stratum.count].append((day, row % Stratum.count, counts))
    }
    return found
  }

  /// The amounts of every question, in order, by day.
  public func allValues() -> [[Int32: Values]] {
    var found = [[Int32: Values]](repeating: [:], count: questions.count)
    values.each { row, day, values in found[row][day] = values }
    return found
  }

  /// True if the questions and all counts and amounts are equal.
  public static func == (left: PlayOutcomes, right: PlayOutcomes) -> Bool {
    guard left.questions == right.questions, left.allValues() == right.allValues() else {
      return false
    }
    return zip(left.allCounts(), right.allCounts()).allSatisfy { one, other in
      one.count == other.count
        && zip(one, other).allSatisfy {
          $0.day == $1.day && $0.stratum == $1.stratum && $0.counts == $1.counts
        }
    }
  }

  /// Adds the customers to the sides of the questions that they are part of.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    var reader = OutcomeReader(block, context, questions)
    for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
      reader.read(slot)
      for index in 0..<reader.count { add(reader.side(index), reader, times: times) }
      reader.eachOther { add($0, reader, times: times) }
    }
  }

  private mutating func add(
    _ side: OutcomeReader.Side?, _ reader: borrowing OutcomeReader, times: Int64
  ) {
    guard let side else { return }
    let question = questions[side.question]
    if question.isOfValue {
      let value = reader.value(side, question)
      values.change(row: side.question, day: side.day) { values in
        if side.isTreated {
          values.treated.add(min(value, question.cap), times: times)
          values.raised.add(min(value, question.raisedCap), times: times)
        } else {
          values.control.add(min(value, question.cap), times: times)
        }
      }
      return
    }
    let event = reader.hasEvent(side, question) ? times : 0
    counts.change(row: side.question * Stratum.count + side.stratum, day: side.day) { counts in
      if side.isTreated {
        counts.treated += times
        counts.treatedEvents += event
      } else {
        counts.control += times
        counts.controlEvents += event
      }
    }
  }

  /// Adds another sum over the same questions.
  public mutating func merge(_ other: PlayOutcomes) {
    counts.merge(other.counts)
    values.merge(other.values)
  }
}
