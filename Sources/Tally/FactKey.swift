public import Facts

/// Everything about a fact that many facts share: kept once, pointed to by a number.
public struct FactKey: Hashable, Sendable {
  /// Decides what the fact's amount is of.
  public let kind: FactKind
  /// As the fact names it; nil where it does not, whatever its play says.
  public let lever: Lever?
  /// 0 for none.
  public let play: Int64
  /// 0 for none.
  public let member: Int64
  /// Packed; 0 for none.
  public let currency: UInt32
}

/// Numbers for keys, in the order in which they were first seen.
struct KeyTable: Sendable {
  private(set) var keys: [FactKey] = []
  private var numbers: [FactKey: UInt32] = [:]

  mutating func number(of key: FactKey) -> UInt32 {
    if let number = numbers[key] { return number }
    let number = UInt32(keys.count)
    keys.append(key)
    numbers[key] = number
    return number
  }
}
