/// A table of a page, with a heading per column and figures aligned to the right.
struct PageTable {
  private let caption: String
  private let columns: [Column]
  private var rows: [HTML] = []
  private var foot: [HTML] = []

  /// A column and its layout.
  struct Column {
    let name: String
    let isFigure: Bool
    /// True if the column is hidden on a phone for lack of room.
    let isWide: Bool
    /// The class of other contents, such as bars.
    var mark = ""
    /// True if the heading is only for screen readers.
    var isUnseen = false

    /// A copy of the column for other contents.
    func holding(_ mark: String) -> Column {
      var column = self
      column.mark = mark
      return column
    }

    /// A column of figures, aligned to the right.
    static func figure(_ name: String, wide: Bool = false) -> Column {
      Column(name: name, isFigure: true, isWide: wide)
    }

    /// A column of words, aligned to the left.
    static func words(_ name: String, wide: Bool = false) -> Column {
      Column(name: name, isFigure: false, isWide: wide)
    }

    /// A column of words that never wrap.
    static func kept(_ name: String) -> Column { words(name).holding("keep") }

    /// A copy of the column whose heading is only for screen readers.
    var unseen: Column {
      var column = self
      column.isUnseen = true
      return column
    }

    var heading: HTML {
      let words: HTML = isUnseen ? "<span class=\"unseen\">\(name)</span>" : "\(name)"
      return "<th scope=\"col\"\(names)>\(words)</th>"
    }

    var names: HTML {
      let names = [isFigure ? "n" : "", isWide ? "wide" : "", mark].filter { !$0.isEmpty }
      return names.isEmpty ? .nothing : " class=\"\(names.joined(separator: " "))\""
    }
  }

  /// Creates a table. Its caption is only for screen readers.
  init(_ caption: String, _ columns: [Column]) {
    self.caption = caption
    self.columns = columns
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; its first cell is its heading.
  mutating func add(_ cells: [HTML], class name: String = "") {
    let mark: HTML = name.isEmpty ? .nothing : " class=\"\(name)\""
    rows.append("<tr\(mark)>\(self.cells(cells))</tr>")
  }

  /// Adds a row of totals below the others.
  mutating func total(_ cells: [HTML]) { foot.append("<tr>\(self.cells(cells))</tr>") }

  private func cells(_ cells: [HTML]) -> HTML {
    zip(columns, cells).enumerated().map { index, pair -> HTML in
      index == 0
        ? "<th scope=\"row\"\(pair.0.names)>\(pair.1)</th>" : "<td\(pair.0.names)>\(pair.1)</td>"
    }.joined()
  }

  var html: HTML {
    """
    <table>
    <caption class="unseen">\(caption)</caption>
    <thead><tr>\(columns.map(\.heading))</tr></thead>
    <tbody>
    \(rows.joined("\n"))
    </tbody>
    \(foot.isEmpty ? .nothing : "<tfoot>\(foot)</tfoot>" as HTML)
    </table>
    """
  }
}
