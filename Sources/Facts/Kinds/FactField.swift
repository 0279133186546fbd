/// One field of a fact: its name, what it holds, and what it says.
///
/// The fields of a kind are the one list of what a fact may say. Plans' sources, the columns of
/// files, the API's document, the guide and the search for misspelt names are made from it; a test
/// holds ``FactReader`` and ``FactLine`` to it.
public struct FactField: Hashable, Sendable {
  /// The name, as facts have it.
  public let name: String
  /// What the field holds.
  public let format: Format
  /// True if a fact of the kind is refused without it.
  public let isRequired: Bool
  /// The meaning, as a phrase for senders.
  public let about: String

  /// What a field holds.
  public indirect enum Format: Hashable, Sendable {
    /// An id of at most 128 bytes.
    case id
    case text
    /// One of a few words.
    case word([String])
    /// A number, as a JSON number or a text.
    case number
    /// A time with its offset from UTC, or a day.
    case instant
    case day
    /// A number of days: `14`, `14d` or `2w`.
    case duration
    /// A share, 1 for the whole: `0.1` or `10%`.
    case share
    /// Several texts.
    case texts
    /// An object with fields of its own.
    case object([FactField])
    /// An object with one number a member of the business.
    case shares
    /// An object with any entries.
    case entries
  }

  private init(_ name: String, _ format: Format, isRequired: Bool, _ about: String) {
    self.name = name
    self.format = format
    self.isRequired = isRequired
    self.about = about
  }

  static func needed(_ name: String, _ format: Format, _ about: String) -> FactField {
    FactField(name, format, isRequired: true, about)
  }

  static func optional(_ name: String, _ format: Format, _ about: String) -> FactField {
    FactField(name, format, isRequired: false, about)
  }

  static func word<Word: RawRepresentable & CaseIterable>(
    of _: Word.Type
  ) -> Format where Word.RawValue == String {
    .word(Word.allCases.map(\.rawValue))
  }

  /// The words that the field accepts; nil if it isn't a field of words.
  public var words: [String]? {
    if case .word(let words) = format { return words }
    return nil
  }

  /// True if the field is a JSON object.
  public var isObject: Bool {
    switch format {
    case .object, .shares, .entries: true
    default: false
    }
  }
}
