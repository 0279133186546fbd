/// A play is declared or changed; the latest for its id counts from its `at`.
public struct PlayDeclaration: Hashable, Sendable {
  /// Who answers for it, and gets credit under `credit: attributed`; nil where nobody does.
  public let owner: MemberID?
  /// For people to read; nil to show its id.
  public let name: String?
  /// The first day on which it may reach anyone.
  public let from: CalendarDay
  /// The last day, included; nil while it runs on.
  public let to: CalendarDay?
  /// What its verdict is on; nil where the sender did not say.
  public let goal: Goal?
  /// The judging window in days; nil for the plan's.
  public let window: Int?
  /// The smallest lift worth having: `10%` is 0.10.
  public let worthwhile: DecimalText?
  /// Why it should work, as written before it began.
  public let hypothesis: String?
  /// In the business's currency, major units.
  public let budget: DecimalText?
  /// The share of its list that is kept from it by lot; nil where the sender did not say.
  public let holdout: DecimalText?
  /// The rule that decides whom it reaches; nil where none does.
  public let rule: Rule?

  /// All customers with some values of an attribute are reached, and no others: neither they nor a seller
  /// chose.
  public struct Rule: Hashable, Sendable {
    /// The attribute of customers, like `region`.
    public let attribute: String
    /// The values of those who are reached, sorted, each once.
    public let values: [String]

    /// A rule; nil without a value.
    public init?(_ attribute: String, values: [String]) {
      guard !attribute.isEmpty, !values.isEmpty else { return nil }
      self.attribute = attribute
      self.values = Set(values).sorted()
    }
  }

  /// What a play is meant to move.
  public enum Goal: String, CaseIterable, Sendable { case activation, money, time, retention }

  /// A declaration from its parts.
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
