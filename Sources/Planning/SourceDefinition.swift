public import Facts

/// The mapping of an external file's rows to facts, written in the plan or shipped as a preset.
public struct SourceDefinition: Hashable, Sendable {
  /// The key in the plan, or the preset's name.
  public var name: String
  /// A one-line description for `fulcrum sources`.
  public var about: String?
  /// The shipped preset that supplies the keys not in ``said``; see ``filled(from:)``.
  public var preset: String?
  /// The keys written in this source, as the plan spells them. Only a source with a preset needs
  /// them.
  public var said: Set<String>
  /// The file format; `csv` until the preset fills it in, if only a preset is given.
  public var format: Format
  /// The delimiter of a CSV file; nil to detect it in the header line among `,` `;` tab and `|`.
  public var delimiter: Character?
  /// The number of lines to skip before the header.
  public var skip: Int
  /// The column names that identify the header: the first line with all of them. Lines before it
  /// are a preamble.
  public var headerHas: [String]
  /// The column names of a file without a header.
  public var header: [String]
  /// The columns of a fixed-width file.
  public var columns: [FixedColumn]
  /// The conditions for rows to leave out, such as totals: counted, but not rejected. Any one is
  /// enough.
  public var leaveOut: [RowCondition]
  /// The texts that mean an empty value; the empty text always does.
  public var nothing: Set<String>
  /// The decimal mark of numbers: `.` or `,`. The other one and spaces group thousands.
  public var decimal: Character
  /// The date patterns; empty for ISO (`2026-11-24`, RFC 3339).
  public var dates: [String]
  /// The zone of times without an offset; nil for the business's.
  public var zone: Zone?
  /// The templates of the facts that each row gives, in order.
  public var rows: [RowTemplate]

  /// A file format.
  public enum Format: String, CaseIterable, Sendable { case csv, tsv, ndjson, fixed }

  /// A source with only a format and rows.
  public init(name: String, format: Format, rows: [RowTemplate] = []) {
    self.name = name
    self.format = format
    self.rows = rows
    about = nil
    preset = nil
    said = []
    delimiter = nil
    skip = 0
    headerHas = []
    header = []
    columns = []
    leaveOut = []
    nothing = []
    decimal = "."
    dates = []
    zone = nil
  }
}

/// A column of a fixed-width file.
public struct FixedColumn: Hashable, Sendable {
  /// The name that fields refer to.
  public let name: String
  /// The position of its first character, counted from 1.
  public let from: Int
  /// The number of characters.
  public let width: Int

  /// A fixed-width column.
  public init(name: String, from: Int, width: Int) {
    self.name = name
    self.from = from
    self.width = width
  }
}

/// The template of a fact that a row gives.
public struct RowTemplate: Hashable, Sendable {
  /// The fact's kind, which decides the possible ``fields``.
  public var kind: FactKind
  /// The conditions that must all hold; otherwise the row gives no such fact, which is not an
  /// error.
  public var when: [RowCondition]
  /// The fact's fields, including `id` and `at`, in the plan's order.
  public var fields: [Field]

  /// One field of the fact and its value.
  public struct Field: Hashable, Sendable {
    /// The field's name in the fact's JSON: `deal`, `amount`, `at`.
    public let name: String
    /// The value; if it is empty, the fact goes without the field.
    public let value: FieldValue

    /// A field and its value.
    public init(_ name: String, _ value: FieldValue) {
      self.name = name
      self.value = value
    }
  }

  /// A template for facts of a kind.
  public init(kind: FactKind, when: [RowCondition] = [], fields: [Field]) {
    self.kind = kind
    self.when = when
    self.fields = fields
  }
}

/// A condition on a row.
public struct RowCondition: Hashable, Sendable {
  /// The column's name in the header, or a value of the row's own such as `@first`.
  public let column: String
  /// The test of the column's text.
  public let test: Test

  /// A test of the column's text. Texts compare exactly.
  public enum Test: Hashable, Sendable {
    /// The text is one of these.
    case isOneOf([String])
    /// The text is none of these.
    case isNoneOf([String])
    /// The text starts with this.
    case startsWith(String)
    /// The column has a text (true) or is empty (false).
    case present(Bool)
  }

  /// A test of a column.
  public init(column: String, _ test: Test) {
    self.column = column
    self.test = test
  }
}

/// The value of a field of a fact.
public indirect enum FieldValue: Hashable, Sendable {
  /// A text with columns: `"{Opportunity_ID}:{Deal_Stage}"`. Empty if all its columns are; a text
  /// without columns stands for itself.
  case template([Piece])
  /// The inner value looked up in a map; `otherwise`, or an error, if it isn't in the map.
  case mapped(FieldValue, [String: String], otherwise: String?)
  /// The first value that isn't empty.
  case first([FieldValue])
  /// A number times an exact factor: minor units and micros to major units.
  case scaled(FieldValue, by: DecimalText)
  /// The sum of several numbers; empty ones count as zero.
  case sum([FieldValue])
  /// A number with the sign turned.
  case negated(FieldValue)
  /// An object: splits, recurring, attributes. A key may contain columns too; entries with an
  /// empty value are left out.
  case object([Entry])
  /// A day moved on by months, then by days.
  case later(FieldValue, days: Int, months: Int)

  /// A piece of a template.
  public enum Piece: Hashable, Sendable {
    case text(String)
    /// The text of a column. Names beginning with `@` are the row's own: `@line` its number in
    /// the file, `@file` the file's name, `@first` the text of its first column, `@currency:Cost`
    /// the currency in the header `Cost (EUR)`.
    case column(String)
  }

  /// One entry of an object.
  public struct Entry: Hashable, Sendable {
    /// The key's pieces; with columns in them, each row has its own key.
    public let key: [Piece]
    /// The value; if it is empty, the entry is left out.
    public let value: FieldValue

    /// A key and its value.
    public init(key: [Piece], value: FieldValue) {
      self.key = key
      self.value = value
    }
  }
}
