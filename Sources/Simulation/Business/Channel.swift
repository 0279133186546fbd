/// An acquisition channel, with the true behaviour of its customers.
enum Channel: String, CaseIterable, Sendable {
  case search, social, affiliate, referral, partner

  /// The share of new customers that it brings.
  var share: Double {
    switch self {
    case .search: 0.32
    case .social: 0.2
    case .affiliate: 0.2
    case .referral: 0.14
    case .partner: 0.14
    }
  }

  /// The factor on its customers' activation rate, 1 for usual.
  ///
  /// Affiliates are best here.
  var activation: Double {
    switch self {
    case .affiliate: 1.5
    case .referral: 1.2
    case .social: 0.85
    default: 1
    }
  }

  /// The factor on its customers' rate of leaving, 1 for usual.
  ///
  /// Affiliates' customers do not stay.
  var leaving: Double {
    switch self {
    case .affiliate: 3
    case .referral: 0.7
    default: 1
    }
  }

  /// The factor on its customers' refund rate, 1 for usual.
  var refunds: Double { self == .affiliate ? 2 : 1 }
}
