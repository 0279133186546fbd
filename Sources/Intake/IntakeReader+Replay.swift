public import Planning

extension IntakeReader {
  /// Reads a rejected row again, after its text or its source was fixed. Without a `definition`,
  /// the row is one of Fulcrum's own facts.
  ///
  /// A table's row is stored with its header line before it, as a small file of its own, so that
  /// a replay is an ordinary read. A row that was fixed by splitting it gives the facts of all
  /// its parts. The text was decoded when its file was read, so its first bytes no longer show an
  /// encoding.
  ///
  /// - Throws: ``IntakeProblem`` if the header lacks a column of the mapping.
  public static func replay(
    _ rejection: Rejection, as definition: SourceDefinition?, _ terms: IntakeTerms
  ) throws(IntakeProblem) -> IntakeBatch {
    let text = ByteSource(name: rejection.file, text: rejection.row)
    if let fault = lasting(rejection) {
      var batch = IntakeBatch(source: rejection.source, file: rejection.file, head: "")
      batch.refuse(fault, rejection.line, Array(rejection.row.utf8)[...])
      return batch
    }
    var reader: IntakeReader
    if let definition {
      var definition = try Presets.filled(definition)
      definition.skip = 0
      let isTable = definition.format == .csv || definition.format == .tsv
      let hasHeader = isTable && definition.header.isEmpty
      let first = hasHeader ? rejection.line - 1 : rejection.line
      let lines = LineReader(text, firstLine: first, form: .utf8)
      reader = try IntakeReader(lines, as: definition, terms)
    } else {
      let lines = LineReader(text, firstLine: rejection.line, form: .utf8)
      reader = IntakeReader(facts: lines, terms)
    }
    return try reader.nextBatch(limit: .max)
      ?? IntakeBatch(source: rejection.source, file: rejection.file, head: "")
  }

  /// A fault that no other mapping can fix: the row was cut, or its text was damaged when
  /// decoded.
  private static func lasting(_ rejection: Rejection) -> RowFault? {
    if rejection.row.hasSuffix(Rejection.cutMark) {
      return RowFault(
        "", "the row was too long to be kept whole", "fix it in its file, and import that again")
    }
    if rejection.row.unicodeScalars.contains("\u{FFFD}") {
      return RowFault(
        rejection.column, "the row holds text that could not be read (\u{FFFD})",
        "write it anew, or save the file as UTF-8 and import that again")
    }
    return nil
  }
}
