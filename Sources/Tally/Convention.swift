/// The rules for recurring money: Fulcrum's own or a vendor's. docs/guide/answers compares them.
///
/// Sources: ChartMogul help centre, "MRR movements" and "Churn recognition"; Paddle help,
/// "ProfitWell vs Recurly" and "Refunds"; Stripe docs, "Billing metric definitions", and Stripe
/// support, "Billing analytics".
public enum Convention: String, CaseIterable, Sendable {
  /// Each payment is spread by days over its service period; a month's rate is the part on its
  /// days.
  case fulcrum
  /// A payment's monthly rate is its amount over the months it pays for. Every change of a
  /// customer's rate counts on its day; a refund ends the service that it refunds.
  case chartmogul
  /// ChartMogul's rates, compared at month ends: a customer who comes and goes within a month isn't
  /// seen. Refunds count only for services of a year or more.
  case profitwell
  /// ChartMogul's rates, but refunds change nothing.
  case stripe

  /// True if a month's rate is the part on its days; false if it is the amount over whole months.
  var spreadsByDays: Bool { self == .fulcrum }
  /// True if every change within a period counts; false if only the difference between its ends
  /// does.
  var countsEvents: Bool { self == .chartmogul || self == .stripe }

  /// The effect of a refund on the service that it refunds.
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
