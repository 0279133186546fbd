/// The three things a GM can move.
public enum Lever: String, CaseIterable, Hashable, Sendable {
  case product, sales, marketing

  /// The number that the ledger stores, 1 to 3.
  public var number: Int {
    switch self {
    case .product: 1
    case .sales: 2
    case .marketing: 3
    }
  }

  /// The lever with a ``number``; nil if there isn't one.
  public init?(number: Int) {
    guard let lever = Lever.allCases.first(where: { $0.number == number }) else { return nil }
    self = lever
  }
}
