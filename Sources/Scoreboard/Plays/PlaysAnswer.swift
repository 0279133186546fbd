public import Facts

/// The verdict on each play, after a day's close.
public struct PlaysAnswer: Sendable {
  /// The heading; its day is the last one that is over.
  public let heading: Heading
  /// Plays that have reached somebody, or will: latest launch first, then by id.
  public let plays: [Play]

  /// The number of plays with a random holdout and at least one look.
  public var judged: Int { plays.count { $0.grade == .randomised && $0.looks > 0 } }
  /// The expected number of ``judged`` plays with a false verdict of worked, if none had an effect.
  public var expectedFalseWorked: Double { Double(judged) * PlayTerms.alpha }

  /// One play's verdict and its evidence.
  public struct Play: Sendable, Equatable {
    /// The play's description and the criteria of its verdict.
    public let terms: PlayTerms
    /// The evidence grade.
    public let grade: EvidenceGrade
    /// The verdict; the first decision stands, whatever later data shows.
    public internal(set) var verdict: Verdict
    /// The verdict from present knowledge, if it differs from the published one that stands.
    public internal(set) var otherwiseNow: Verdict?
    /// The day after whose close it was decided; nil before a decision.
    public internal(set) var decidedOn: CalendarDay?
    /// The first day of exposure; nil before it.
    public let launch: CalendarDay?
    /// The day after whose close the last look is taken; nil before the launch.
    public let deadline: CalendarDay?
    /// Treated customers whose windows are over, as of the deciding look if there is one.
    public let treated: Side
    /// Customers held out or not reached; nil if there aren't any.
    public let control: Side?
    /// Customers held out so far, whether their windows are over or not.
    public let heldOut: Int
    /// The treated rate (or amount per customer) over the control's, less 1.
    public let lift: Known<Double>
    /// The confidence interval of the lift, 2.5 % on each side over all looks; nil for an open
    /// side.
    public let interval: Interval
    /// Money of the treated beyond what the same number of control customers would have brought.
    ///
    /// Counted in the customers' windows.
    public let worth: Known<Money>
    /// Cost facts that name the play, up to the day.
    public let cost: Money
    /// Looks so far, or up to the deciding one; the other figures are as of it.
    public let looks: Int
    /// The number of planned looks.
    public let looksPlanned: Int
    /// The expected day of a verdict at the present rate, at most the deadline.
    ///
    /// Nil once it is decided, or if waiting doesn't help.
    public let readyBy: CalendarDay?
    /// Customers still needed for a verdict, at the present rate.
    public let customersNeeded: Known<Int>
    /// The chance that the looks would have detected a worthwhile lift; nil if unknown.
    public let power: Double?
    /// Without a holdout, the strength of a hidden factor that would explain the difference.
    public let hiddenFactor: Double?
    /// The reason why a play assigned by a rule cannot be judged; nil if it can.
    public let doubt: String?
  }

  /// One side of the comparison.
  public struct Side: Sendable, Equatable {
    /// The number of customers.
    public let customers: Int
    /// Customers who activated in their window.
    public let activated: Int
    /// Customers who paid in their window.
    public let paid: Int
    /// Net money in the customers' windows.
    public let money: Money
  }

  /// The confidence interval of a lift.
  public struct Interval: Sendable, Equatable {
    /// The lower end; nil if open.
    public let lower: Double?
    /// The upper end; nil if open.
    public let upper: Double?

    static let open = Interval(lower: nil, upper: nil)
  }
}
