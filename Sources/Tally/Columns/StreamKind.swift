internal import Facts

/// The streams that facts are stored in, by the data that sums need.
enum StreamKind: UInt8, CaseIterable, Sendable {
  case touch, holdout, money, time, deal, cost
  /// Kinds of facts that are only counted.
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

/// A set of streams.
struct StreamSet: Hashable, Sendable {
  private var bits: UInt8

  /// Every stream.
  static let all = StreamSet(bits: .max)
  /// No stream.
  static let none = StreamSet(bits: 0)

  /// The set of the given streams.
  static func of(_ kinds: StreamKind...) -> StreamSet {
    var set = StreamSet.none
    for kind in kinds { set.insert(kind.rawValue) }
    return set
  }

  mutating func insert(_ stream: StreamKind.RawValue) { bits |= 1 << stream }

  /// True if two sets share a stream.
  func meets(_ other: StreamSet) -> Bool { bits & other.bits != 0 }
}
