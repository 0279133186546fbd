public import Facts

/// What became of each play, as it stands after a day's close.
public struct PlaysAnswer: Sendable {
  /// The day is the last one that is over.
  public let heading: Heading
  /// Plays that have reached somebody, or are to: those launched last first, then by id.
  public let plays: [Play]

  /// Plays whose lot has been looked at.
  public var judged: Int { plays.count { $0.grade == .randomised && $0.looks > 0 } }
  /// How many of them would be said to have worked if none did anything.
  public var expectedFalseWorked: Double { Double(judged) * PlayTerms.alpha }

  /// One play's verdict and what it rests on.
  public struct Play: Sendable, Equatable {
    /// What it is, and by what it is judged.
    public let terms: PlayTerms
    /// How far what is seen can be trusted.
    public let grade: EvidenceGrade
    /// The first decision stands, whatever is seen later.
    public internal(set) var verdict: Verdict
    /// What would be said with what is known now, where that differs from what was published and stands.
    public internal(set) var otherwiseNow: Verdict?
    /// The day after whose close it was decided; nil while it is not.
    public internal(set) var decidedOn: CalendarDay?
    /// The first day of exposure; nil while there is none.
    public let launch: CalendarDay?
    /// The day after whose close the last look is; nil while there is no launch.
    public let deadline: CalendarDay?
    /// Customers whose window is over, of those on its list; as of the look that decided, where one has.
    public let treated: Side
    /// The same of those kept from it, or not reached; nil where there are none.
    public let control: Side?
    /// The rate, or the amount a customer, of the treated over that of the others, less 1.
    public let lift: Known<Double>
    /// Lifts that are not ruled out, 2.5 % on each side over all looks; a side that is open is nil.
    public let interval: Interval
    /// Money that the treated brought beyond what as many of the others would have, in their windows.
    public let worth: Known<Money>
    /// Cost facts that name the play, up to the day.
    public let cost: Money
    /// Looks so far; the one that decided, where one has, and what stands here is as of it.
    public let looks: Int
    /// All the looks there are to be.
    public let looksPlanned: Int
    /// About when a verdict can be had at the present rate, the deadline at the latest; nil once it is
    /// decided, or where waiting does not help.
    public let readyBy: CalendarDay?
    /// Customers that are still needed at the present rate.
    public let customersNeeded: Known<Int>
    /// The chance that a worthwhile lift would have been seen by the last look; nil where nothing is known.
    public let power: Double?
    /// How strong a hidden factor would explain what is seen, where nobody was kept back.
    public let hiddenFactor: Double?
    /// Why a play that a rule decides cannot be judged; nil where it can.
    public let doubt: String?
  }

  /// One side of the comparison.
  public struct Side: Sendable, Equatable {
    /// How many.
    public let customers: Int
    /// How many activated in their window.
    public let activated: Int
    /// How many paid in their window.
    public let paid: Int
    /// Net money in their windows.
    public let money: Money
  }

  /// Lifts that are not ruled out.
  public struct Interval: Sendable, Equatable {
    /// Nil where the side is open.
    public let lower: Double?
    /// Nil where the side is open.
    public let upper: Double?

    static let open = Interval(lower: nil, upper: nil)
  }
}
