internal import Facts

/// Customers' amounts in the window before each play began, as a histogram for percentiles.
///
/// Only amounts above zero count, in classes of at most 1/64 of their size.
public struct PriorValues: CustomerSum {
  private let questions: [PlayQuestion]
  /// Customers by the question's index and the class.
  private var classes: [Int: [Int32: Int64]] = [:]

  /// An empty sum. Only questions of money and time are read, before they have a cap.
  public init(_ questions: [PlayQuestion]) { self.questions = questions }

  /// The percentile of the amounts above zero, at most 1/64 too high; nil without amounts.
  ///
  /// `share` is between 0 and 1.
  public func quantile(_ share: Double, of question: Int) -> Int64? {
    guard let counts = classes[question] else { return nil }
    let all = counts.values.reduce(0, +)
    guard all > 0 else { return nil }
    let rank = max(1, Int64((share * Double(all)).rounded(.up)))
    var seen: Int64 = 0
    for (place, count) in counts.sorted(by: { $0.key < $1.key }) {
      seen += count
      if seen >= rank { return Self.highest(of: place) }
    }
    return nil
  }

  /// The class of an amount: its highest bit and the six bits after it.
  static func place(of value: Int64) -> Int32 {
    let top = Int32(63 - value.leadingZeroBitCount)
    let rest = top >= 6 ? value >> Int64(top - 6) : value << Int64(6 - top)
    return top << 6 | Int32(rest & 63)
  }

  /// The highest amount of a class.
  static func highest(of place: Int32) -> Int64 {
    let (top, rest) = (place >> 6, Int64(place & 63) + 64)
    return top >= 6 ? (rest + 1) << Int64(top - 6) - 1 : rest >> Int64(6 - top)
  }

  /// Adds the customers' amounts to the questions of money and time.
  public mutating func add(
    _ block: Block, _ slots: Range<Int>, _ context: SumContext, times: Int64
  ) {
    let asked = questions.indices.filter { [.money, .time].contains(questions[$0].goal) }
    guard !asked.isEmpty else { return }
    var reader = OutcomeReader(block, context, questions)
    for slot in slots where !block.isLeftOut(slot) && block.customer(slot) != 0 {
      reader.read(slot, always: true)
      for place in asked {
        let question = questions[place]
        let value = reader.value(
          question.goal, after: question.launch - question.window - 1, through: question.launch - 1)
        if value > 0 { classes[place, default: [:]][Self.place(of: value), default: 0] += times }
      }
    }
  }

  /// Adds another sum over the same questions.
  public mutating func merge(_ other: PriorValues) {
    for (place, counts) in other.classes {
      classes[place, default: [:]].merge(counts, uniquingKeysWith: +)
    }
  }
}
