/// A JSON value (RFC 8259) that keeps its written form.
///
/// Numbers stay text and members stay in order, so that no amount passes through a binary
/// fraction.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// The number as written.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One member of an object.
  public struct Member: Hashable, Sendable {
    /// The key, without quotes and escapes.
    public let key: String
    /// The value. `null` is a value too, not a missing one.
    public let value: JSON

    /// A key and its value.
    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// A whole number.
  public static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

  /// A finite number in the shortest decimal form that reads back equal; `null` for NaN and
  /// infinities.
  public static func double(_ value: Double?) -> JSON {
    guard let value, value.isFinite else { return .null }
    return .number(value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value)).0" : "\(value)")
  }

  /// A string, or `null` for nil.
  public static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

  /// An object with the members in the given order.
  public static func members(_ pairs: KeyValuePairs<String, JSON>) -> JSON {
    .object(pairs.map { Member($0.key, $0.value) })
  }

  /// The value of the first member with that key; nil if it is missing or this isn't an object.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The same value with the members of every object sorted by key. Equal values then give equal
  /// bytes, whatever their order was.
  public var canonical: JSON {
    switch self {
    case .array(let items): .array(items.map(\.canonical))
    case .object(let members):
      .object(
        members.map { Member($0.key, $0.value.canonical) }
          .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    default: self
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByIntegerLiteral
{
  /// A JSON string from a bare literal in code.
  public init(stringLiteral value: String) { self = .string(value) }
  /// `true` or `false` from a bare literal in code.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number from a bare literal in code.
  public init(integerLiteral value: Int) { self = .number(String(value)) }
  /// A JSON array from a bare literal in code.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
