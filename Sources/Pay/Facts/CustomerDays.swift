import Facts
import Planning

/// When each customer spent and was touched.
struct CustomerDays: Sendable {
  private var spends: [Int64: [CalendarDay]] = [:]
  private var touched: [Int64: [Touch]] = [:]

  struct Touch: Sendable {
    let at: Int64
    let play: Int32
  }

  /// A customer gave money above zero, or time.
  mutating func spend(_ fact: PayFact) {
    guard fact.customer != 0, fact.amount > 0 else { return }
    spends[fact.customer, default: []].append(fact.day)
  }

  mutating func touch(_ fact: PayFact) {
    guard fact.customer != 0, fact.play >= 0 else { return }
    touched[fact.customer, default: []].append(Touch(at: fact.at, play: fact.play))
  }

  /// A customer's touches in time order.
  func touches(of customer: Int64) -> [Touch] { touched[customer] ?? [] }

  /// Whether a customer spent on any of some days.
  func spent(_ customer: Int64, in days: Range<CalendarDay>) -> Bool {
    guard let spends = spends[customer] else { return false }
    let index = spends.place { $0 < days.lowerBound }
    return index < spends.count && spends[index] < days.upperBound
  }

  /// The first day after `day` on which the customer has lapsed: `lapse` days after they last spent
  /// or bought. Nil for customers who have never spent by then.
  func lapse(of customer: Int64, after day: CalendarDay, lapse: Int) -> CalendarDay? {
    guard let spends = spends[customer], let first = spends.first else { return nil }
    var last = day
    var index = spends.place { $0 < day }
    while index < spends.count, last.distance(to: spends[index]) < lapse {
      last = spends[index]
      index += 1
    }
    let lapsed = last.advanced(by: lapse)
    return first < lapsed ? lapsed : nil
  }
}

/// Finds the fact with which a customer activates: cumulative net money or time first reaches the
/// plan's threshold.
struct ActivationWatch {
  private let activation: Activation
  private var money: [Int64: Int128] = [:]
  private var time: [Int64: Int128] = [:]
  private var activated: Set<Int64> = []

  init(_ activation: Activation) { self.activation = activation }

  mutating func activates(_ fact: PayFact) -> Bool {
    guard fact.customer != 0, !activated.contains(fact.customer) else { return false }
    let reached: Bool
    switch fact.kind {
    case .money:
      guard let threshold = activation.money else { return false }
      money[fact.customer, default: 0] += Int128(fact.amount)
      reached = money[fact.customer, default: 0] >= Int128(threshold)
    case .time:
      guard let threshold = activation.time else { return false }
      time[fact.customer, default: 0] += Int128(fact.amount)
      reached = time[fact.customer, default: 0] >= Int128(threshold)
    default: return false
    }
    if reached { activated.insert(fact.customer) }
    return reached
  }
}
