/// A customer paid; a negative amount is a refund.
public struct MoneyBody: Hashable, Sendable {
  /// In the currency it was paid in.
  public let amount: Money
  /// The deal it was paid under; nil where the sender did not say.
  public let deal: DealID?
  /// The fact that a negative amount takes back.
  public let of: FactID?
  /// What it pays for, first day included, last not.
  public let recurring: ServicePeriod?
  /// Shares of members, 1 for the whole.
  public let splits: [Split]
  /// What was bought, as the plan's SPIFs name it; nil where the sender did not say.
  public let product: String?

  /// Money from its parts.
  public init(
    amount: Money, deal: DealID? = nil, of: FactID? = nil, recurring: ServicePeriod? = nil,
    splits: [Split] = [], product: String? = nil
  ) {
    self.amount = amount
    self.deal = deal
    self.of = of
    self.recurring = recurring
    self.splits = splits
    self.product = product
  }
}

/// The days a recurring payment pays for: `from` included, `to` not.
public struct ServicePeriod: Hashable, Sendable {
  /// The first day paid for.
  public let from: CalendarDay
  /// The day after the last one paid for.
  public let to: CalendarDay

  /// Nil unless `from` is before `to`.
  public init?(from: CalendarDay, to: CalendarDay) {
    guard from < to else { return nil }
    self.from = from
    self.to = to
  }
}

/// One member's share of a deal or payment, 1 for the whole.
public struct Split: Hashable, Sendable {
  /// Who gets the share.
  public let member: MemberID
  /// 0.6 for 60 %; the shares of one fact need not add up to 1.
  public let share: DecimalText

  /// A member and their share.
  public init(_ member: MemberID, _ share: DecimalText) {
    self.member = member
    self.share = share
  }
}
