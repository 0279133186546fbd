internal import Facts

/// What the customers of each question's two sides did in the window after their exposure, by day of exposure:
/// yes or no by stratum, amounts as sums of powers.
public struct PlayOutcomes: CustomerSum {
  /// What was asked, in order.
  public let questions: [PlayQuestion]
  /// Row: the question's place and the stratum.
  private var counts = DayGrid<Counts>()
  /// Row: the question's place.
  private var values = DayGrid<Values>()

  /// Customers on both sides, and those of them with the outcome.
  public struct Counts: Sendable, Equatable, Quantity {
    /// Customers of the treated side.
    public var treated: Int64 = 0
    /// Those of them with the outcome.
    public var treatedEvents: Int64 = 0
    /// Customers of the other side.
    public var control: Int64 = 0
    /// Those of them with the outcome.
    public var controlEvents: Int64 = 0

    /// Nobody.
    public init() {}

    static func += (sum: inout Counts, other: Counts) {
      sum.treated += other.treated
      sum.treatedEvents += other.treatedEvents
      sum.control += other.control
      sum.controlEvents += other.controlEvents
    }
  }

  /// Amounts on both sides.
  public struct Values: Sendable, Equatable, Quantity {
    /// Each at most the cap.
    public var treated = Moments()
    /// Each at most the raised cap.
    public var raised = Moments()
    /// Each at most the cap.
    public var control = Moments()

    /// Nobody.
    public init() {}

    static func += (sum: inout Values, other: Values) {
      sum.treated += other.treated
      sum.raised += other.raised
      sum.control += other.control
    }
  }

  /// Customers, those above zero, and sums of powers of their amounts.
  public struct Moments: Sendable, Equatable {
    /// How many.
    public var count: Int64 = 0
    /// How many of them are above zero.
    public var positive: Int64 = 0
    /// Of the amounts.
    public var sum: Int128 = 0
    /// Of their squares.
    public var squares: Int128 = 0
    /// Of their cubes.
    public var cubes: Int128 = 0

    /// Nobody.
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

  /// Amounts are cut at this, about 170 million euros, so that sums of cubes stay exact in 128 bits.
  public static let mostCap: Int64 = 1 << 34

  /// Nothing yet.
  public init(_ questions: [PlayQuestion]) { self.questions = questions }

  /// The counts of every question, in order, by day and ``Stratum``; what is empty is left out.
  public func allCounts() -> [[(day: Int32, stratum: Int, counts: Counts)]] {
    var found = [[(day: Int32, stratum: Int, counts: Counts)]](
      repeating: [], count: questions.count)
    counts.each { row, day, counts in
      found[row / Stratum.count].append((day, row % Stratum.count, counts))
    }
    return found
  }

  /// All amounts at once, by the question's place and the day.
  public func allValues() -> [[Int32: Values]] {
    var found = [[Int32: Values]](repeating: [:], count: questions.count)
    values.each { row, day, values in found[row][day] = values }
    return found
  }

  /// Equal where every count and amount is.
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

  /// Adds the customers to the sides of the questions that are about them.
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

  /// Adds what another sum over the same questions holds.
  public mutating func merge(_ other: PlayOutcomes) {
    counts.merge(other.counts)
    values.merge(other.values)
  }
}
