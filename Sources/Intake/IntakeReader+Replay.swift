public import Planning

extension IntakeReader {
  /// Reads a refused row again, after its text or its source was mended; without a `definition`, as
  /// one of Fulcrum's own facts.
  ///
  /// A row of a table is kept with its header line before it, as a small file of its own, so that
  /// replaying is nothing but reading; a row mended into several gives the facts of them all. It was decoded when its
  /// file was read, so that its first bytes say nothing about an encoding any more.
  ///
  /// - Throws: ``IntakeProblem`` where the header lacks a column of the mapping.
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

  /// What no other mapping mends: a row that was not kept whole, or not as it was.
  private static func lasting(_ rejection: Rejection) -> RowFault? {
    if rejection.row.hasSuffix(Rejection.cutMark) {
      return RowFault(
        "", "the row was too long to be kept whole", "mend it in its file, and import that again")
    }
    if rejection.row.unicodeScalars.contains("\u{FFFD}") {
      return RowFault(
        rejection.column, "the row holds text that could not be read (\u{FFFD})",
        "write it anew, or save the file as UTF-8 and import that again")
    }
    return nil
  }
}
