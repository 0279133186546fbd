/// Whose rules recurring money is shown under. docs/guide/answers says how they differ.
///
/// Sources: ChartMogul help centre, "MRR movements" and "Churn recognition"; Paddle help, "ProfitWell
/// vs Recurly" and "Refunds"; Stripe docs, "Billing metric definitions", and Stripe support, "Billing
/// analytics".
public enum Convention: String, CaseIterable, Sendable {
  /// Each payment spread by days over its service period; a month's rate is what falls on its days.
  case fulcrum
  /// A payment's monthly rate is its amount over the months it pays for; every change of a customer's
  /// rate counts on its day; a refund ends what it refunds.
  case chartmogul
  /// As ChartMogul's rates, compared at month ends, so that who comes and goes within a month is not
  /// seen; refunds count only where a year or more was paid for.
  case profitwell
  /// As ChartMogul's, but refunds change nothing.
  case stripe

  /// Whether a month's rate is what falls on its days, rather than the amount over whole months.
  var spreadsByDays: Bool { self == .fulcrum }
  /// Whether every change within a period counts, rather than the difference of its ends.
  var countsEvents: Bool { self == .chartmogul || self == .stripe }

  /// What a refund of a payment does.
  enum Refunds { case spread, end, endYears, nothing }
  var refunds: Refunds {
    switch self {
    case .fulcrum: .spread
    case .chartmogul: .end
    case .profitwell: .endYears
    case .stripe: .nothing
    }
  }
}
