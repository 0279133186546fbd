/// A declaration of a play, or a change of it.
///
/// The latest declaration for a play's id applies from its `at`.
public struct PlayDeclaration: Hashable, Sendable {
  /// The member who answers for it and gets credit under `credit: attributed`; nil if nobody.
  public let owner: MemberID?
  /// The name that people read; nil to show the id.
  public let name: String?
  /// The first day on which the play may reach anyone.
  public let from: CalendarDay
  /// The last day, included; nil if the play has no end.
  public let to: CalendarDay?
  /// The outcome that its verdict is about; nil if the sender gave none.
  public let goal: Goal?
  /// The days after exposure in which outcomes count; nil for the plan's default.
  public let window: Int?
  /// The smallest lift worth having: 0.10 for `10%`.
  public let worthwhile: DecimalText?
  /// The reason why it should work, written before it began.
  public let hypothesis: String?
  /// The budget in major units of the business's currency.
  public let budget: DecimalText?
  /// The share of its list that is held out at random; nil if the sender gave none.
  public let holdout: DecimalText?
  /// The rule that decides which customers it reaches; nil if none does.
  public let rule: Rule?

  /// Assignment by attribute: a play reaches all customers with certain values, and no others.
  /// Neither they nor a seller chose.
  public struct Rule: Hashable, Sendable {
    /// The attribute of customers, like `region`.
    public let attribute: String
    /// The values of the customers reached, sorted and distinct.
    public let values: [String]

    /// A rule; nil if the attribute or the list of values is empty.
    public init?(_ attribute: String, values: [String]) {
      guard !attribute.isEmpty, !values.isEmpty else { return nil }
      self.attribute = attribute
      self.values = Set(values).sorted()
    }
  }

  /// The outcome that a play should improve.
  public enum Goal: String, CaseIterable, Sendable { case activation, money, time, retention }

  /// A declaration.
  public init(
    owner: MemberID? = nil, name: String? = nil, from: CalendarDay, to: CalendarDay? = nil,
    goal: Goal? = nil, window: Int? = nil, worthwhile: DecimalText? = nil,
    hypothesis: String? = nil, budget: DecimalText? = nil, holdout: DecimalText? = nil,
    rule: Rule? = nil
  ) {
    self.owner = owner
    self.name = name
    self.from = from
    self.to = to
    self.goal = goal
    self.window = window
    self.worthwhile = worthwhile
    self.hypothesis = hypothesis
    self.budget = budget
    self.holdout = holdout
    self.rule = rule
  }
}
