/// A JSON value (RFC 8259) that keeps what was written: numbers stay text and members stay in order,
/// so that no amount passes through a binary fraction.
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
    /// Without quotes and escapes.
    public let key: String
    /// `null` is a value too, not a missing one.
    public let value: JSON

    /// A key and its value.
    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// A whole number.
  public static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

  /// A finite number in the shortest decimal that reads back equal; `null` for NaN and infinities.
  public static func double(_ value: Double?) -> JSON {
    guard let value, value.isFinite else { return .null }
    return .number(value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value)).0" : "\(value)")
  }

  /// A string, or `null` for nil.
  public static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

  /// An object of the members in the order given.
  public static func members(_ pairs: KeyValuePairs<String, JSON>) -> JSON {
    .object(pairs.map { Member($0.key, $0.value) })
  }

  /// The value of the first member of that key; nil when there is none or this is no object.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The same value with the members of every object sorted by key: two equal values, however they
  /// were ordered, write the same bytes.
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
  /// Writes a JSON string in code as a bare literal.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Writes `true` or `false` in code as a bare literal.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Writes a whole number in code as a bare literal.
  public init(integerLiteral value: Int) { self = .number(String(value)) }
  /// Writes a JSON array in code as a bare literal.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
