public import Facts

/// A verdict's question about one play: the customers compared, the days and the outcome.
public struct PlayQuestion: Sendable, Equatable {
  /// The ledger's number of the play.
  public let play: Int64
  /// The outcome that is compared.
  public let goal: PlayDeclaration.Goal
  /// The start of the launch's day, in milliseconds since 1970.
  public let launch: Int64
  /// Days of exposure that count, as day numbers; the first is the launch's.
  public let days: Range<Int32>
  /// Milliseconds after the exposure in which outcomes count.
  public let window: Int64
  /// The two groups that are compared.
  public let comparison: Comparison
  /// For money and time, the most that one customer's amount counts; 0 for a yes-or-no outcome.
  public var cap: Int64 = 0
  /// The cap for reached customers when they are compared with the worthwhile lift.
  public var raisedCap: Int64 = 0

  /// The ways to form the two groups.
  public enum Comparison: Sendable, Equatable {
    /// Customers held out by lot, against those drawn to be reached.
    ///
    /// If the lot doesn't name those to be reached (`isDrawn` is false), against all who were
    /// reached.
    case lot(isDrawn: Bool)
    /// Customers of the play's list not reached, against those reached; nobody was held out.
    case list
    /// Customers not reached, against those reached; without holdout and without a list.
    case others(Others)
  }

  /// The sampling of customers who were not reached, and of the moment from which each is compared.
  public struct Others: Sendable, Equatable {
    /// Days on which the play reached customers, ascending.
    public let days: [Int32]
    /// The cumulative number of customers reached by each of ``days``.
    public let reached: [Int64]
    /// The sampling rate: one customer in `oneIn` is compared.
    public let oneIn: UInt64

    /// A sampling from days and cumulative counts of the same length.
    public init(days: [Int32], reached: [Int64], oneIn: UInt64) {
      precondition(days.count == reached.count && oneIn > 0)
      self.days = days
      self.reached = reached
      self.oneIn = oneIn
    }

    /// The day from which a customer is compared, distributed as the days of reached customers.
    ///
    /// Nil for customers who aren't sampled.
    func day(customer: Int, play: Int64) -> Int32? {
      guard let all = reached.last, all > 0 else { return nil }
      let draw = mix(UInt64(truncatingIfNeeded: customer), UInt64(truncatingIfNeeded: play))
      guard draw % oneIn == 0 else { return nil }
      let place = Int64((draw / oneIn) % UInt64(all))
      return reached.firstIndex { place < $0 }.map { days[$0] }
    }

    /// The finaliser of SplitMix64 over both numbers.
    private func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
      var bits = one &* 0x9E37_79B9_7F4A_7C15 ^ other &* 0xD6E8_FEB8_6659_FD93
      bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
      return bits ^ bits >> 31
    }
  }

  /// A question whose outcome is yes or no; see ``cap``.
  public init(
    play: Int64, goal: PlayDeclaration.Goal, launch: Int64, days: Range<Int32>, window: Int64,
    comparison: Comparison
  ) {
    self.play = play
    self.goal = goal
    self.launch = launch
    self.days = days
    self.window = window
    self.comparison = comparison
  }

  /// True if the outcome is an amount, limited by a cap; false if it is yes or no.
  public var isOfValue: Bool { cap > 0 }
}
