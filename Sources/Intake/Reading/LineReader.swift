/// A physical line of a file.
struct Line: Sendable {
  /// Counted from 1.
  let number: Int
  /// The line without what ends it; of a line that is too long, only the beginning.
  let bytes: ArraySlice<UInt8>
  /// What ends it: LF, CR LF, a lone CR, or nothing at the end of the file.
  let ending: ArraySlice<UInt8>
  /// Whether it is longer than ``LineReader/limit``.
  let isTooLong: Bool

  /// Whether there is nothing in it but spaces and tabs.
  var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}

/// Cuts a file into lines in constant memory.
struct LineReader: Sendable {
  /// The most bytes that a line may have: 1 MiB.
  static let limit = 1 << 20
  /// How much of a line that is too long is kept to show it: 64 KiB.
  static let shown = 1 << 16

  private var source: ByteSource
  private var decoder: TextDecoder
  private var buffer: [UInt8] = []
  /// The first byte of ``buffer`` that was not given out.
  private var start = 0
  /// The first byte of ``buffer`` that was not looked at.
  private var scanned = 0
  private var read = 0
  private var hasEnded = false
  private var tooLong: ArraySlice<UInt8>?
  private var returned: [Line] = []
  private var number = 0

  /// A reader whose first line has a number other than 1 where the bytes are a part of a file; in an encoding that is
  /// known, or (nil) that the first bytes show.
  init(_ source: ByteSource, firstLine: Int = 1, form: TextDecoder.Form? = nil) {
    self.source = source
    decoder = TextDecoder(form)
    number = firstLine - 1
  }

  /// The file's name.
  var name: String { source.name }
  /// How many bytes there are; nil where only the end tells.
  var size: Int? { source.size }
  /// Bytes of the file that were given out.
  var position: Int { read - (buffer.count - start) }
  /// How the file is written; nil before the first line.
  var form: TextDecoder.Form? { decoder.form }

  /// Gives lines back, to be given out again.
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

  /// The line up to the next mark of a line's end; nil where more bytes are needed to tell.
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

  /// What follows the last mark of a line's end.
  private mutating func rest() -> Line? {
    guard start < buffer.count || tooLong != nil else { return nil }
    return line(to: buffer.count, after: buffer.count)
  }

  /// Forgets what is there of a line that is too long, but for its beginning.
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
