/// A payment by a customer; a negative amount is a refund.
public struct MoneyBody: Hashable, Sendable {
  /// The amount, in the currency of the payment.
  public let amount: Money
  /// The deal that it was paid under; nil if the sender gave none.
  public let deal: DealID?
  /// The payment that a refund takes back; nil if the sender gave none.
  public let of: FactID?
  /// The days that a recurring payment pays for; nil for a one-off payment.
  public let recurring: ServicePeriod?
  /// Members' shares of the payment, 1 for the whole; empty if the fact's member has all of it.
  public let splits: [Split]
  /// Members' shares of the quota; empty if they are those of ``splits``.
  public let quotaSplits: [Split]
  /// The product, as the plan's SPIFs name it; nil if the sender gave none.
  public let product: String?
  /// The part of the amount that is tax, in major units; nil if the sender gave none.
  public let tax: DecimalText?

  /// A payment or refund.
  public init(
    amount: Money, deal: DealID? = nil, of: FactID? = nil, recurring: ServicePeriod? = nil,
    splits: [Split] = [], quotaSplits: [Split] = [], product: String? = nil, tax: DecimalText? = nil
  ) {
    self.amount = amount
    self.deal = deal
    self.of = of
    self.recurring = recurring
    self.splits = splits
    self.quotaSplits = quotaSplits
    self.product = product
    self.tax = tax
  }
}

/// The half-open range of days that a recurring payment pays for: `from` included, `to` not.
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
  /// The member who gets the share.
  public let member: MemberID
  /// The share, 0.6 for 60 %. The shares of one fact need not add up to 1.
  public let share: DecimalText

  /// A member and their share.
  public init(_ member: MemberID, _ share: DecimalText) {
    self.member = member
    self.share = share
  }
}
