public import Facts

/// What a verdict asks about one play: which customers are compared, over which days, by which outcome.
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
  /// Who is held against whom.
  public let comparison: Comparison
  /// For money and time, the most that one customer counts; 0 where the outcome is yes or no.
  public var cap: Int64 = 0
  /// The same for those who were reached, where they are held against the worthwhile lift.
  public var raisedCap: Int64 = 0

  /// Who is held against whom.
  public enum Comparison: Sendable, Equatable {
    /// Those kept from the play by lot, against those drawn to be reached; where the lot names none, against
    /// those who were reached.
    case lot(isDrawn: Bool)
    /// Those on the play's list whom it did not reach, against those whom it did. Nobody was kept back.
    case list
    /// Customers whom it did not reach, against those whom it did. Nobody was kept back, and no list is known.
    case others(Others)
  }

  /// How customers who were not reached are drawn, and the moment from which each is looked at.
  public struct Others: Sendable, Equatable {
    /// Days on which the play reached customers, ascending.
    public let days: [Int32]
    /// How many it had reached by each.
    public let reached: [Int64]
    /// One customer in so many is looked at.
    public let oneIn: UInt64

    /// Days and running counts, one for each.
    public init(days: [Int32], reached: [Int64], oneIn: UInt64) {
      precondition(days.count == reached.count && oneIn > 0)
      self.days = days
      self.reached = reached
      self.oneIn = oneIn
    }

    /// The day from which a customer is looked at, spread as the days of those who were reached; nil for
    /// customers who are not drawn.
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

  /// Whether the outcome is an amount rather than yes or no, which needs a cap.
  public var isOfValue: Bool { cap > 0 }
}
