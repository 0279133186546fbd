import Facts
import Planning
import Ruling

/// The days on which each customer spent, and the touches of each customer.
struct CustomerDays: Sendable {
  private var spends: [Int64: [CalendarDay]] = [:]
  private var touched: [Int64: [Touch]] = [:]

  struct Touch: Sendable {
    let at: Int64
    let play: Int32
  }

  /// Records the day of a spend: money above zero, or time.
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

  /// True if a customer spent on any day of the range. Binary search.
  func spent(_ customer: Int64, in days: Range<CalendarDay>) -> Bool {
    guard let spends = spends[customer] else { return false }
    let index = spends.partitioningIndex { $0 >= days.lowerBound }
    return index < spends.count && spends[index] < days.upperBound
  }

  /// The first day after `day` on which the customer counts as lapsed.
  ///
  /// That is `lapse` days after the last spend of an unbroken run from `day` on, or after `day`
  /// itself. Nil if the customer had not spent by then.
  func lapse(of customer: Int64, after day: CalendarDay, lapse: Int) -> CalendarDay? {
    guard let spends = spends[customer], let first = spends.first else { return nil }
    var last = day
    var index = spends.partitioningIndex { $0 >= day }
    while index < spends.count, last.distance(to: spends[index]) < lapse {
      last = spends[index]
      index += 1
    }
    let lapsed = last.advanced(by: lapse)
    return first < lapsed ? lapsed : nil
  }
}

/// Finds the fact with which each customer activates, by ``ActivationRule``.
struct ActivationWatch {
  private let activation: Activation
  private var money: [Int64: ActivationRule] = [:]
  private var time: [Int64: ActivationRule] = [:]
  private var activated: Set<Int64> = []

  init(_ activation: Activation) { self.activation = activation }

  /// True if a customer activates with an amount of the money that counts.
  mutating func activates(_ customer: Int64, money amount: Int64) -> Bool {
    activates(customer, amount, activation.money, \.money)
  }

  /// True if a customer activates with some seconds.
  mutating func activates(_ customer: Int64, time seconds: Int64) -> Bool {
    activates(customer, seconds, activation.time, \.time)
  }

  private mutating func activates(
    _ customer: Int64, _ amount: Int64, _ threshold: Int64?,
    _ sums: WritableKeyPath<ActivationWatch, [Int64: ActivationRule]>
  ) -> Bool {
    guard let threshold, customer != 0, !activated.contains(customer),
      self[keyPath: sums][customer, default: ActivationRule(threshold: threshold)].reaches(amount)
    else { return false }
    activated.insert(customer)
    return true
  }
}
