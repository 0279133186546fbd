/// What a GM can move. There is no fourth.
public enum Lever: String, CaseIterable, Hashable, Sendable {
  case product, sales, marketing

  /// 1 to 3, as kept in the ledger.
  public var number: Int {
    switch self {
    case .product: 1
    case .sales: 2
    case .marketing: 3
    }
  }

  /// The lever of a ``number``.
  public init?(number: Int) {
    guard let lever = Lever.allCases.first(where: { $0.number == number }) else { return nil }
    self = lever
  }
}
