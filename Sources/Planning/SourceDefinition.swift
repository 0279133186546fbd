public import Facts

/// How the rows of an outside file become facts: written in the plan or shipped as a preset.
public struct SourceDefinition: Hashable, Sendable {
  /// Its key in the plan, or the name that it is shipped under.
  public var name: String
  /// One line on what it reads, for `fulcrum sources`.
  public var about: String?
  /// The shipped preset that gives what is not ``said`` here; see ``filled(from:)``.
  public var preset: String?
  /// The keys that are written, as the plan spells them. Only a source with a preset needs them.
  public var said: Set<String>
  /// The kind of file; `csv` until the preset fills it in, where only a preset is said.
  public var format: Format
  /// The delimiter of a csv; nil to find it in the header line among `,` `;` tab and `|`.
  public var delimiter: Character?
  /// How many lines before the header to pass over.
  public var skip: Int
  /// The header is the first line that has these column names; lines before it are a preamble.
  public var headerHas: [String]
  /// Names of the columns where the file has no header.
  public var header: [String]
  /// The columns of a fixed-width file.
  public var columns: [FixedColumn]
  /// Rows to leave out, counted but not refused: totals and the like. Any one that holds counts.
  public var leaveOut: [RowCondition]
  /// Texts that mean that there is nothing, the empty text always among them.
  public var nothing: Set<String>
  /// The decimal mark of numbers: `.` or `,`; the other one and spaces group thousands.
  public var decimal: Character
  /// How days and times are written; empty for ISO (`2026-11-24`, RFC 3339).
  public var dates: [String]
  /// The zone of times that carry no offset; nil for the business's.
  public var zone: Zone?
  /// What each row gives, in order.
  public var rows: [RowTemplate]

  /// A kind of file.
  public enum Format: String, CaseIterable, Sendable { case csv, tsv, ndjson, fixed }

  /// A source with nothing but its format and rows said.
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
  /// What rows' fields name it by.
  public let name: String
  /// The first character's place, counted from 1.
  public let from: Int
  /// How many characters.
  public let width: Int

  /// A column at a place.
  public init(name: String, from: Int, width: Int) {
    self.name = name
    self.from = from
    self.width = width
  }
}

/// A fact that a row gives.
public struct RowTemplate: Hashable, Sendable {
  /// Decides which ``fields`` there may be.
  public var kind: FactKind
  /// Every condition must hold, or the row gives no such fact (which is no error).
  public var when: [RowCondition]
  /// The fact's fields, `id` and `at` among them, in the plan's order.
  public var fields: [Field]

  /// One field of the fact and what fills it.
  public struct Field: Hashable, Sendable {
    /// As the fact's own JSON spells it: `deal`, `amount`, `at`.
    public let name: String
    /// Where it gives nothing, the fact goes without the field.
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

/// What must be true of a row.
public struct RowCondition: Hashable, Sendable {
  /// A column's name in the header, or one of the row's own such as `@first`.
  public let column: String
  /// What the column's text must be for the condition to hold.
  public let test: Test

  /// A test of the column's text. Texts compare exactly.
  public enum Test: Hashable, Sendable {
    /// The text is one of these.
    case isOneOf([String])
    /// The text is none of these.
    case isNoneOf([String])
    /// The text starts with this.
    case startsWith(String)
    /// There is something (true) or nothing (false) in the column.
    case present(Bool)
  }

  /// A test of a column.
  public init(column: String, _ test: Test) {
    self.column = column
    self.test = test
  }
}

/// What fills a field of a fact.
public indirect enum FieldValue: Hashable, Sendable {
  /// Text with columns in it: `"{Opportunity_ID}:{Deal_Stage}"`. Nothing if every column named has
  /// nothing in it; a text without columns stands for itself.
  case template([Piece])
  /// The value of the inner one looked up; what is not in the map is `otherwise`, or an error.
  case mapped(FieldValue, [String: String], otherwise: String?)
  /// The first that gives something.
  case first([FieldValue])
  /// A number times a factor, exactly: minor units and micros to major units.
  case scaled(FieldValue, by: DecimalText)
  /// The sum of several numbers, nothing counting as none.
  case sum([FieldValue])
  /// A number with the sign turned.
  case negated(FieldValue)
  /// An object: splits, recurring, attributes. A key may hold columns too; entries whose value is
  /// nothing are left out.
  case object([Entry])
  /// A day moved on by a number of days or months.
  case later(FieldValue, days: Int, months: Int)

  /// A piece of a template.
  public enum Piece: Hashable, Sendable {
    case text(String)
    /// The text of a column. Names beginning with `@` are the row's own: `@line` its number in the
    /// file, `@file` the file's name, `@first` the text of its first column, `@currency:Cost` the
    /// currency in the header `Cost (EUR)`.
    case column(String)
  }

  /// One entry of an object.
  public struct Entry: Hashable, Sendable {
    /// Its pieces put together; with columns in it, each row has a key of its own.
    public let key: [Piece]
    /// Where it gives nothing, the entry is left out.
    public let value: FieldValue

    /// A key and its value.
    public init(key: [Piece], value: FieldValue) {
      self.key = key
      self.value = value
    }
  }
}
