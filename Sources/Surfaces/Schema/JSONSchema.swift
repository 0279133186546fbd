/// The form of a JSON value. It renders as a schema of OpenAPI 3.1, which is JSON Schema 2020-12.
public indirect enum JSONSchema: Hashable, Sendable {
  /// Any value.
  case any
  /// Any string.
  case text
  /// A string of a format that JSON Schema names, like `date`.
  case format(String)
  /// A string that a regular expression matches.
  case pattern(String)
  /// One of some strings.
  case words([String])
  case flag
  case number
  /// A whole number; nil if it may be below zero without limit.
  case integer(least: Int?)
  /// An array; nil if it may have any number of items.
  case list(JSONSchema, count: Int?)
  /// An object with any keys and values of one form.
  case map(JSONSchema)
  /// An object with these members and no others.
  ///
  /// If a member is a ``figure(_:)``, the object may have one more, `why`, with a reason for each
  /// figure that is `null`.
  case record([Member])
  /// A value, or `null` if it does not apply.
  case nullable(JSONSchema)
  /// A value, or `null` if it is not known; the reason is in the object's `why`.
  case figure(JSONSchema)
  /// A schema that others refer to by its name.
  case named(String, about: String, JSONSchema)

  /// A member of a ``record(_:)``.
  public struct Member: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The form of the value.
    public let schema: JSONSchema
    /// True if the member may be missing.
    public let isOptional: Bool

    /// Creates a member that is always there unless `isOptional`.
    public init(_ key: String, _ schema: JSONSchema, isOptional: Bool = false) {
      self.key = key
      self.schema = schema
      self.isOptional = isOptional
    }
  }

  /// Returns an object with members that are always there, and others that may be missing.
  ///
  /// - Parameters:
  ///   - required: The members that are always there.
  ///   - optional: The members that may be missing.
  /// - Returns: A ``record(_:)``.
  public static func object(
    _ required: KeyValuePairs<String, JSONSchema>,
    optional: KeyValuePairs<String, JSONSchema> = [:]
  ) -> JSONSchema {
    .record(
      required.map { Member($0.key, $0.value) }
        + optional.map { Member($0.key, $0.value, isOptional: true) })
  }

  /// Returns an array of any number of items.
  public static func list(_ item: JSONSchema) -> JSONSchema { .list(item, count: nil) }
}
