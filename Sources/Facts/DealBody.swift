/// A deal changed.
public struct DealBody: Hashable, Sendable {
  /// The same in every change of one deal.
  public let deal: DealID
  /// What the deal has come to with this change.
  public let stage: Stage
  /// What the deal is worth as a whole, not what it grew by; nil where the sender did not say.
  public let amount: Money?
  /// The day it is expected to be decided; nil where the sender did not say.
  public let closes: CalendarDay?
  /// Shares of members, 1 for the whole; empty where the fact's member has all of it.
  public let splits: [Split]

  /// Where a deal stands: open, at a stage the plan names, won or lost.
  public enum Stage: Hashable, Sendable {
    case open, won, lost
    case named(String)

    /// The stage of that name.
    public init(_ name: String) {
      switch name {
      case "open": self = .open
      case "won": self = .won
      case "lost": self = .lost
      default: self = .named(name)
      }
    }

    /// The stage's name.
    public var name: String {
      switch self {
      case .open: "open"
      case .won: "won"
      case .lost: "lost"
      case .named(let name): name
      }
    }
  }

  /// A deal's change from its parts.
  public init(
    deal: DealID, stage: Stage, amount: Money? = nil, closes: CalendarDay? = nil,
    splits: [Split] = []
  ) {
    self.deal = deal
    self.stage = stage
    self.amount = amount
    self.closes = closes
    self.splits = splits
  }
}
