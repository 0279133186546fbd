public import Facts

/// A remark on valid facts that may be mistakes, with a count and the first lines affected.
public struct Remark: Hashable, Sendable {
  /// The kind of remark.
  public let kind: Kind
  /// The number of facts affected.
  public private(set) var count: Int
  /// The first lines affected, at most ``shown``.
  public private(set) var lines: [Int]

  /// The most lines that a remark names.
  public static let shown = 5

  /// The kinds of remark.
  public enum Kind: Hashable, Sendable {
    case wonWithoutAmount, moneyWithoutCustomer, dealWithoutCustomer, noMoney, splitsUneven
    case misspelt(MisspeltField)
  }

  init(_ kind: Kind) {
    self.kind = kind
    count = 0
    lines = []
  }

  mutating func add(line: Int) {
    count += 1
    if lines.count < Remark.shown, lines.last != line { lines.append(line) }
  }

  /// The remark in words: `19 deals are won without an amount (lines 14, 20, 31, …).`
  public var sentence: String {
    let one = count == 1
    let what: String =
      switch kind {
      case .wonWithoutAmount:
        one ? "deal is won without an amount" : "deals are won without an amount"
      case .moneyWithoutCustomer: one ? "payment has no customer" : "payments have no customer"
      case .dealWithoutCustomer: one ? "deal has no customer" : "deals have no customer"
      case .noMoney: one ? "payment is of 0" : "payments are of 0"
      case .splitsUneven:
        one ? "split does not add up to the whole" : "splits do not add up to the whole"
      case .misspelt(let field):
        "\(one ? "fact has" : "facts have") a field '\(field.name)', which has no meaning"
      }
    let places = lines.map(String.init).joined(separator: ", ") + (lines.count < count ? ", …" : "")
    let end: String
    if case .misspelt(let field) = kind {
      end = "; did you mean '\(field.meant)'?"
    } else {
      end = "."
    }
    return "\(count) \(what) (\(lines.count == 1 ? "line" : "lines") \(places))\(end)"
  }

  /// The remarks that apply to a fact.
  static func kinds(for fact: Fact) -> [Kind] {
    switch fact.body {
    case .money(let money):
      var kinds: [Kind] = []
      if fact.customer == nil { kinds.append(.moneyWithoutCustomer) }
      if money.amount.minor == 0 { kinds.append(.noMoney) }
      if isUneven(money.splits) { kinds.append(.splitsUneven) }
      return kinds
    case .deal(let deal):
      var kinds: [Kind] = []
      if deal.stage == .won, deal.amount == nil { kinds.append(.wonWithoutAmount) }
      if fact.customer == nil { kinds.append(.dealWithoutCustomer) }
      if isUneven(deal.splits) { kinds.append(.splitsUneven) }
      return kinds
    default: return []
    }
  }

  private static func isUneven(_ splits: [Split]) -> Bool {
    guard !splits.isEmpty else { return false }
    let whole = DecimalText(digits: 1, places: 0)
    let sum =
      splits.reduce(DecimalText(digits: 0, places: 0)) { sum, split in
        sum?.adding(split.share)
      } as DecimalText?
    return sum != whole
  }
}
