/// Where customers come from, and what they are truly worth from there.
enum Channel: String, CaseIterable, Sendable {
  case search, social, affiliate, referral, partner

  /// Its share of new customers.
  var share: Double {
    switch self {
    case .search: 0.32
    case .social: 0.2
    case .affiliate: 0.2
    case .referral: 0.14
    case .partner: 0.14
    }
  }

  /// How likely its customers activate, 1 for usual. Affiliates look best here.
  var activation: Double {
    switch self {
    case .affiliate: 1.5
    case .referral: 1.2
    case .social: 0.85
    default: 1
    }
  }

  /// How fast its customers leave, 1 for usual. Affiliates' do not stay.
  var leaving: Double {
    switch self {
    case .affiliate: 3
    case .referral: 0.7
    default: 1
    }
  }

  /// How often its customers want their money back, 1 for usual.
  var refunds: Double { self == .affiliate ? 2 : 1 }
}
