import Facts

extension Differences {
  mutating func sources(_ old: [String: SourceDefinition], _ new: [String: SourceDefinition]) {
    compareNamed("Source", old, new) { said, name, old, new in
      said.compare("The name of source \(name)", old.name, new.name)
      said.layout(of: "of source \(name)", old, new)
      said.texts(of: "of source \(name)", old, new)
      said.rows(of: name, old.rows, new.rows)
      for key in old.said.symmetricDifference(new.said).sorted() where new.preset != nil {
        let now = new.said.contains(key) ? "now says" : "no longer says"
        said.say("Source \(name) \(now) '\(key)' itself.")
      }
    }
  }

  private mutating func layout(
    of source: String, _ old: SourceDefinition, _ new: SourceDefinition
  ) {
    compare("The preset \(source)", old.preset, new.preset)
    compare("The format \(source)", old.format, new.format, \.rawValue)
    compare("The delimiter \(source)", old.delimiter, new.delimiter) {
      $0 == "\t" ? "tab" : "'\($0)'"
    }
    compare("The number of lines to skip \(source)", old.skip, new.skip)
    compareList("What shows the header \(source)", old.headerHas, new.headerHas)
    compareList("The header \(source)", old.header, new.header)
    compareList("The list of columns \(source)", old.columns, new.columns) {
      "\($0.name) (\($0.width) from \($0.from))"
    }
  }

  private mutating func texts(
    of source: String, _ old: SourceDefinition, _ new: SourceDefinition
  ) {
    compare("The description \(source)", old.about, new.about, Say.quoted)
    compareList("What is left out \(source)", old.leaveOut, new.leaveOut, Say.condition)
    compareList(
      "What means nothing \(source)", old.nothing.sorted(), new.nothing.sorted(), Say.quoted)
    compare("The decimal mark \(source)", old.decimal, new.decimal) { "'\($0)'" }
    compareList("The list of date patterns \(source)", old.dates, new.dates, Say.quoted)
    compare("The time zone \(source)", old.zone, new.zone, \.name)
  }

  /// Matches row templates by their kind and their index among those of that kind.
  private mutating func rows(of source: String, _ old: [RowTemplate], _ new: [RowTemplate]) {
    for kind in FactKind.allCases {
      let before = old.filter { $0.kind == kind }
      let after = new.filter { $0.kind == kind }
      for (old, new) in zip(before, after) { row(of: source, old, new) }
      if before.count != after.count {
        say(
          """
          Source \(source) goes from \(before.count) to \(after.count) \(kind.rawValue) facts \
          that a row can give.
          """)
      }
    }
    if old.map(\.kind) != new.map(\.kind), old.count == new.count {
      say("Source \(source) gives its facts in another order.")
    }
  }

  private mutating func row(of source: String, _ old: RowTemplate, _ new: RowTemplate) {
    let kind = new.kind.rawValue
    if old.when != new.when { say("Source \(source) changes when a row gives a \(kind) fact.") }
    for name in (old.fields + new.fields).map(\.name).distinct() {
      let before = old.fields.filter { $0.name == name }
      let after = new.fields.filter { $0.name == name }
      guard before != after else { continue }
      switch (before.isEmpty, after.isEmpty) {
      case (true, _): say("Source \(source) now gives \(kind) facts their \(name).")
      case (_, true): say("Source \(source) no longer gives \(kind) facts their \(name).")
      default: say("Source \(source) changes how \(kind) facts get their \(name).")
      }
    }
    let same = Set(old.fields) == Set(new.fields) && old.fields.count == new.fields.count
    if same, old.fields != new.fields {
      say("Source \(source) writes the fields of its \(kind) facts in another order.")
    }
  }
}

extension Say {
  static func condition(_ condition: RowCondition) -> String {
    let column = condition.column
    switch condition.test {
    case .isOneOf(let texts): return "\(column) is \(list(texts, "or"))"
    case .isNoneOf(let texts): return "\(column) is not \(list(texts, "nor"))"
    case .startsWith(let text): return "\(column) starts with '\(text)'"
    case .present(let present): return "\(column) is \(present ? "there" : "not there")"
    }
  }

  private static func list(_ texts: [String], _ word: String) -> String {
    texts.map(quoted).joined(separator: " \(word) ")
  }
}

extension [String] {
  /// The distinct elements, in order of first occurrence.
  fileprivate func distinct() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
