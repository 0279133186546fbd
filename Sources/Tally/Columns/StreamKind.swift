internal import Facts

/// The streams that facts lie in, by what the sums need of them.
enum StreamKind: UInt8, CaseIterable, Sendable {
  case touch, holdout, money, time, deal, cost
  /// Kinds that are only counted.
  case other

  /// The stream of a kind of fact.
  init(_ kind: FactKind) {
    switch kind {
    case .touch: self = .touch
    case .holdout: self = .holdout
    case .money: self = .money
    case .time: self = .time
    case .deal: self = .deal
    case .cost: self = .cost
    default: self = .other
    }
  }
}
