/// A change of a deal: its stage, value or expected closing day.
public struct DealBody: Hashable, Sendable {
  /// The deal's id, the same in all its changes.
  public let deal: DealID
  /// The stage after this change.
  public let stage: Stage
  /// The deal's whole value, not its increase; nil if the sender gave none.
  public let amount: Money?
  /// The day on which a decision is expected; nil if the sender gave none.
  public let closes: CalendarDay?
  /// Members' shares of the deal, 1 for the whole; empty if the fact's member has all of it.
  public let splits: [Split]
  /// Members' shares of the quota; empty if they are those of ``splits``.
  public let quotaSplits: [Split]

  /// A deal's stage: open, won, lost, or a name from the plan.
  public enum Stage: Hashable, Sendable {
    case open, won, lost
    case named(String)

    /// A stage from its name in facts.
    public init(_ name: String) {
      switch name {
      case "open": self = .open
      case "won": self = .won
      case "lost": self = .lost
      default: self = .named(name)
      }
    }

    /// The stage's name in facts.
    public var name: String {
      switch self {
      case .open: "open"
      case .won: "won"
      case .lost: "lost"
      case .named(let name): name
      }
    }
  }

  /// A change of a deal.
  public init(
    deal: DealID, stage: Stage, amount: Money? = nil, closes: CalendarDay? = nil,
    splits: [Split] = [], quotaSplits: [Split] = []
  ) {
    self.deal = deal
    self.stage = stage
    self.amount = amount
    self.closes = closes
    self.splits = splits
    self.quotaSplits = quotaSplits
  }
}
