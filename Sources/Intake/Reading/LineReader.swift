/// A physical line of a file.
struct Line: Sendable {
  /// The line's number, counted from 1.
  let number: Int
  /// The line's bytes without its ending; only the beginning if the line is too long.
  let bytes: ArraySlice<UInt8>
  /// The line's ending: LF, CR LF, a lone CR, or empty at the end of the file.
  let ending: ArraySlice<UInt8>
  /// True if it is longer than ``LineReader/limit``.
  let isTooLong: Bool

  /// True if it has only spaces and tabs.
  var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}

/// Splits a file into lines in constant memory.
struct LineReader: Sendable {
  /// The most bytes of a line: 1 MiB.
  static let limit = 1 << 20
  /// The bytes of an overlong line that are kept to show it: 64 KiB.
  static let shown = 1 << 16

  private var source: ByteSource
  private var decoder: TextDecoder
  private var buffer: [UInt8] = []
  /// The index in ``buffer`` of the first byte not yet returned.
  private var start = 0
  /// The index in ``buffer`` of the first byte not yet searched for a line end.
  private var scanned = 0
  private var read = 0
  private var hasEnded = false
  private var tooLong: ArraySlice<UInt8>?
  private var returned: [Line] = []
  private var number = 0

  /// A reader of the lines of a source.
  ///
  /// `firstLine` is the number of the first line, for bytes that are a part of a file. `form` is
  /// the encoding; nil to detect it from the first bytes.
  init(_ source: ByteSource, firstLine: Int = 1, form: TextDecoder.Form? = nil) {
    self.source = source
    decoder = TextDecoder(form)
    number = firstLine - 1
  }

  /// The file's name.
  var name: String { source.name }
  /// The size in bytes; nil if it isn't known before the end.
  var size: Int? { source.size }
  /// The number of bytes returned so far.
  var position: Int { read - (buffer.count - start) }
  /// The file's encoding; nil before the first line.
  var form: TextDecoder.Form? { decoder.form }

  /// Puts lines back, in order, so that they are returned again.
  mutating func putBack(_ lines: [Line]) { returned += lines.reversed() }

  /// The next line; nil at the end.
  mutating func next() throws(IntakeProblem) -> Line? {
    if let line = returned.popLast() { return line }
    while true {
      if let line = cut() { return line }
      guard !hasEnded else { return rest() }
      try fill()
    }
  }

  /// The line up to the next line end; nil if more bytes are needed to decide.
  private mutating func cut() -> Line? {
    var index = scanned
    let end = buffer.count
    while index < end {
      let byte = buffer[index]
      if byte <= 0x0D, byte == 0x0A || byte == 0x0D { break }
      index += 1
    }
    scanned = index
    guard index < end else {
      if index - start > LineReader.limit { dropLong() }
      return nil
    }
    var after = index + 1
    if buffer[index] == 0x0D {
      guard after < end || hasEnded else { return nil }
      if after < end, buffer[after] == 0x0A { after += 1 }
    }
    return line(to: index, after: after)
  }

  private mutating func line(to end: Int, after: Int) -> Line {
    number += 1
    let ending = buffer[end..<after]
    let bytes = tooLong ?? buffer[start..<end]
    start = after
    scanned = after
    let isTooLong = tooLong != nil || bytes.count > LineReader.limit
    tooLong = nil
    return Line(
      number: number, bytes: isTooLong ? bytes.prefix(LineReader.shown) : bytes, ending: ending,
      isTooLong: isTooLong)
  }

  /// The last line, if the file doesn't end with a line end.
  private mutating func rest() -> Line? {
    guard start < buffer.count || tooLong != nil else { return nil }
    return line(to: buffer.count, after: buffer.count)
  }

  /// Drops the buffered bytes of an overlong line, except its beginning.
  private mutating func dropLong() {
    if tooLong == nil { tooLong = ArraySlice(Array(buffer[start...].prefix(LineReader.shown))) }
    start = buffer.count
  }

  private mutating func fill() throws(IntakeProblem) {
    buffer.removeFirst(start)
    scanned -= start
    start = 0
    let bytes = try source.next()
    if read == 0, let binary = IntakeProblem.Binary(bytes) { throw .notText(name, binary) }
    read += bytes.count
    if bytes.isEmpty {
      hasEnded = true
      decoder.finish(into: &buffer)
    } else {
      decoder.decode(bytes, into: &buffer)
    }
  }
}
