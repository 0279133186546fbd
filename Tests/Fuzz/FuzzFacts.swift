import Facts
@testable import Intake
@testable import Outlets

/// Facts as they are sent: a body of one or many, and each of them on the short way and on the long one.
func fuzzFacts(_ bytes: [UInt8]) {
  let reader = terms.reader
  for line in FactList.lines(bytes) { compare(line, reader) }
  let values: [ArraySlice<UInt8>]
  do { values = try FactList.values(bytes) } catch { return }
  for value in values { compare(value, reader) }
}

/// The short way and the long way agree on every line, and what is kept reads as it was written.
private func compare(_ line: ArraySlice<UInt8>, _ reader: FactReader) {
  let short = Result { () throws(FactProblem) in try reader.read(line: line) }
  let json: JSON
  do { json = try JSON(bytes: line) } catch {
    if case .success = short { broken("a line that is no JSON gives a fact") }
    return
  }
  let long = Result { () throws(FactProblem) in try reader.read(json) }
  switch (short, long) {
  case (.success(let short), .success(let long)):
    hold(short.fact == long.fact && short.received == long.received, "the ways give equal facts")
    writeAndRead(long, reader)
  case (.failure(let short), .failure(let long)):
    hold(short == long, "the ways say equal problems: \(short), \(long)")
  default: broken("the ways agree on what is a fact")
  }
}

private func writeAndRead(_ reading: FactReader.Reading, _ reader: FactReader) {
  let text = reading.fact.json(received: reading.received).compact
  do {
    let again = try reader.read(line: Array(text.utf8)[...])
    hold(again.fact == reading.fact, "a fact reads as it was written: \(text)")
    hold(again.received == reading.received, "a time of receipt reads as it was written: \(text)")
  } catch { broken("what was written can be read: \(text): \(error)") }
}
