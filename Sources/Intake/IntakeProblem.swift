public import Facts

/// An error that stops the import of a whole file. A bad row is a ``Rejection`` instead.
public enum IntakeProblem: Explained, Hashable, Sendable {
  case noFile(String)
  case folder(String)
  case cannotOpen(String)
  case cannotRead(String, detail: String)
  case notText(String, Binary)
  case empty(String)
  case noHeader(String, names: [String], first: String)
  case badHeader(String, line: Int, detail: String)
  case missingColumns(String, missing: [String], known: [String], suggestion: String?)
  case columnTwice(String, column: String)
  case wideDelimiter(String)
  case unknownSource(String, known: [String], suggestion: String?)
  case unknownPreset(String, known: [String], suggestion: String?)
  case badPreset(String, detail: String)

  /// A binary file format, recognised by its first bytes.
  public enum Binary: Sendable {
    case workbook, oldWorkbook, gzip, pdf
  }

  /// The problem and its place.
  public var problem: String {
    switch self {
    case .noFile(let path): "there is no file '\(path)'"
    case .folder(let path): "'\(path)' is a folder"
    case .cannotOpen(let path): "'\(path)' may not be read"
    case .cannotRead(let name, let detail): "\(name) stopped being readable: \(detail)"
    case .notText(let name, let binary): "\(name) is \(binary.words)"
    case .empty(let name): "\(name) has no header line: there is nothing in it"
    case .noHeader(let name, let names, _):
      "\(name) has no line with the columns \(quoted(names))"
    case .badHeader(let name, let line, let detail):
      "the header of \(name), line \(line), cannot be read: \(detail)"
    case .missingColumns(let name, let missing, _, _):
      missing.count == 1
        ? "\(name) has no column '\(missing[0])'" : "\(name) has no columns \(quoted(missing))"
    case .columnTwice(let name, let column): "\(name) has the column '\(column)' twice"
    case .wideDelimiter(let source): "the delimiter of source '\(source)' isn't a plain character"
    case .unknownSource(let name, _, _): "there is no source '\(name)'"
    case .unknownPreset(let name, _, _): "there is no preset '\(name)'"
    case .badPreset(let name, let detail): "the preset '\(name)' cannot be read: \(detail)"
    }
  }

  /// The remedy.
  public var remedy: String {
    switch self {
    case .noFile: "check the path; `-` reads standard input"
    case .folder: "name the files in it"
    case .cannotOpen: "check who may read it"
    case .cannotRead: "import it again; rows that were imported before are not stored twice"
    case .notText(_, let binary): binary.remedy
    case .empty: "export it again"
    case .noHeader(_, _, let first):
      "its first line is '\(first)'; correct header-has in the source, or export it again"
    case .badHeader: "correct that line, or say skip: or header: in the source"
    case .missingColumns(_, _, let known, let suggestion):
      (suggestion.map { "did you mean '\($0)'? " } ?? "")
        + "it has \(known.joined(separator: ", "))"
    case .columnTwice: "name the two apart in the file, or leave the column out of the source"
    case .wideDelimiter: "write a delimiter of one ASCII character"
    case .unknownSource(_, let known, let suggestion):
      suggestion.map { "did you mean '\($0)'?" }
        ?? "there are \(known.joined(separator: ", ")); others stand under sources: in the plan"
    case .unknownPreset(_, let known, let suggestion):
      suggestion.map { "did you mean '\($0)'?" }
        ?? "the presets are \(known.joined(separator: ", "))"
    case .badPreset: "install Fulcrum again"
    }
  }
}

extension IntakeProblem.Binary {
  /// The format that the bytes begin with; nil if they may be text.
  init?(_ bytes: some Collection<UInt8>) {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .workbook
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      self = .oldWorkbook
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.starts(with: Array("%PDF".utf8)) {
      self = .pdf
    } else {
      return nil
    }
  }

  fileprivate var words: String {
    switch self {
    case .workbook: "an Excel workbook or another zip archive, not text"
    case .oldWorkbook: "an old Excel workbook, not text"
    case .gzip: "packed with gzip"
    case .pdf: "a PDF, not text"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .workbook, .oldWorkbook: "save it as CSV UTF-8 in Excel, and import that"
    case .gzip: "unpack it: gunzip -c FILE | fulcrum import SOURCE -"
    case .pdf: "export the table as CSV"
    }
  }
}

private func quoted(_ names: [String]) -> String {
  names.map { "'\($0)'" }.joined(separator: ", ")
}
