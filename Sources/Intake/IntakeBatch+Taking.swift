internal import Facts

extension IntakeBatch {
  /// True if the batch may take another row.
  func hasRoom(_ limit: Int) -> Bool {
    counts.rows < limit && weight < IntakeBatch.mostBytes
  }

  /// Parses a line as a fact and adds the fact or the rejection.
  mutating func take(_ line: Line, _ reader: FactReader) {
    if line.isBlank {
      counts.blank += 1
      return
    }
    guard !line.isTooLong else { return refuse(.tooLong, line.number, line.bytes) }
    do {
      let reading = try reader.read(line: line.bytes)
      keep([reading], line: line.number, raw: line.bytes)
    } catch {
      let fault = RowFault(error.field ?? "", error.problem, error.remedy)
      refuse(fault, line.number, line.bytes)
    }
  }

  /// Maps a row to facts and adds the facts or the rejection.
  mutating func take(_ record: Record, _ mapping: Mapping) {
    let row: Slot.Row
    switch record.content {
    case .blank:
      counts.blank += 1
      return
    case .faulty(let fault): return refuse(fault, record.line, record.raw)
    case .uneven(let fields, let fault):
      guard mapping.leavesOut(fields, line: record.line) else {
        return refuse(fault, record.line, record.raw)
      }
      return keep([], line: record.line, raw: record.raw)
    case .fields(let fields): row = Slot.Row(line: record.line, fields: fields, json: .null)
    case .json(let json): row = Slot.Row(line: record.line, fields: [], json: json)
    }
    do {
      keep(try mapping.facts(of: row), line: record.line, raw: record.raw)
    } catch {
      refuse(error, record.line, record.raw)
    }
  }

  private mutating func keep(
    _ readings: [FactReader.Reading], line: Int, raw bytes: ArraySlice<UInt8>
  ) {
    counts.rows += 1
    guard !readings.isEmpty else {
      counts.leftOut += 1
      return
    }
    counts.giving += 1
    counts.facts += readings.count
    let start = raw.count
    raw += bytes
    weight += bytes.count
    for reading in readings {
      facts.append(
        Taken(
          fact: reading.fact, received: reading.received, line: line, row: start..<raw.count))
    }
  }

  mutating func refuse(_ fault: RowFault, _ line: Int, _ bytes: ArraySlice<UInt8>) {
    counts.rows += 1
    counts.refused += 1
    weight += min(bytes.count, Rejection.rowLimit) + head.utf8.count
    rejections.append(rejection(fault, line: line, raw: bytes))
  }
}
