/// Daily amounts of past periods and of the running one, up to yesterday.
public struct PeriodHistory: Sendable, Equatable {
  /// The amount of each day, from the first day of the first period to yesterday.
  public let amounts: [Double]
  /// The weekday of each day to the end of the running period, 0 … 6.
  public let weekdays: [Int]
  /// The first day of each period, the running one included, and the day after its end.
  public let starts: [Int]

  /// A history; days are numbered from 0, the first day of the first period.
  ///
  /// - Parameters:
  ///   - amounts: At least one for each day of past periods.
  ///   - weekdays: One for each day to the end of the running period.
  ///   - starts: Increasing, from 0; at least the running period's start and end.
  public init(amounts: [Double], weekdays: [Int], starts: [Int]) {
    precondition(starts.count >= 2 && starts[0] == 0, "periods begin with day 0")
    precondition(zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 }, "periods are in order")
    let end = starts[starts.count - 1]
    precondition(weekdays.count == end && weekdays.allSatisfy { (0...6).contains($0) })
    precondition((starts[starts.count - 2]...end).contains(amounts.count))
    self.amounts = amounts
    self.weekdays = weekdays
    self.starts = starts
  }

  /// The number of periods that are over.
  public var pastPeriods: Int { starts.count - 2 }
  /// Days of the running period that are over.
  public var daysGone: Int { amounts.count - starts[pastPeriods] }
  /// Days left in the running period, today included.
  public var daysLeft: Int { starts[pastPeriods + 1] - amounts.count }
  /// The running period's amount so far.
  public var soFar: Double { sum(starts[pastPeriods]..<amounts.count) }

  /// The days of a period; the running one's days go to its end.
  func days(_ period: Int) -> Range<Int> { starts[period]..<starts[period + 1] }

  func sum(_ days: Range<Int>) -> Double { amounts[days].reduce(0, +) }
}
