/// A table of a page: a heading a column, figures to the right and aligned.
struct PageTable {
  private let caption: String
  private let columns: [Column]
  private var rows: [HTML] = []
  private var foot: [HTML] = []

  /// A column and how it stands.
  struct Column {
    let name: String
    let isFigure: Bool
    /// Whether it is left out on a phone, where there is no room.
    let isWide: Bool
    /// What it holds besides words and figures: bars.
    var mark = ""
    /// Whether its name is read out but not shown.
    var isUnseen = false

    /// The same column, holding something else.
    func holding(_ mark: String) -> Column {
      var column = self
      column.mark = mark
      return column
    }

    /// A column of figures, to the right.
    static func figure(_ name: String, wide: Bool = false) -> Column {
      Column(name: name, isFigure: true, isWide: wide)
    }

    /// A column of words, to the left.
    static func words(_ name: String, wide: Bool = false) -> Column {
      Column(name: name, isFigure: false, isWide: wide)
    }

    /// A column of words that are never broken over lines.
    static func kept(_ name: String) -> Column { words(name).holding("keep") }

    /// The same column, its name read out but not shown.
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

  /// The caption is read out, not shown.
  init(_ caption: String, _ columns: [Column]) {
    self.caption = caption
    self.columns = columns
  }

  var isEmpty: Bool { rows.isEmpty }

  /// A row; its first cell is its heading.
  mutating func add(_ cells: [HTML], class name: String = "") {
    let mark: HTML = name.isEmpty ? .nothing : " class=\"\(name)\""
    rows.append("<tr\(mark)>\(self.cells(cells))</tr>")
  }

  /// A row of sums below the others.
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
