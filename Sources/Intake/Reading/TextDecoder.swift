/// Decodes a file's bytes to UTF-8, independent of how they are split into chunks.
///
/// A byte order mark is dropped. UTF-16 is recognised by its mark, or by the zero bytes of plain
/// letters. Undecodable text stays invalid: half a surrogate pair becomes the byte 0xFF, which
/// never occurs in UTF-8, so that its row is rejected.
struct TextDecoder: Sendable {
  /// The file's encoding, once detected.
  private(set) var form: Form?
  private var held: [UInt8] = []
  private var high: UInt16?

  /// An encoding.
  enum Form: Sendable {
    case utf8
    case utf16(bigEndian: Bool)
  }

  /// A decoder of an encoding; nil to detect it from the first bytes.
  init(_ form: Form? = nil) { self.form = form }

  /// The byte that replaces undecodable text.
  private static let unreadable: UInt8 = 0xFF

  /// Decodes `bytes` and appends them to `text`.
  mutating func decode(_ bytes: [UInt8], into text: inout [UInt8]) {
    guard let form else {
      held += bytes
      if held.count >= 4 { begin(into: &text) }
      return
    }
    switch form {
    case .utf8: if text.isEmpty { text = bytes } else { text += bytes }
    case .utf16(let bigEndian): decode16(bytes, bigEndian, into: &text)
    }
  }

  /// Decodes the bytes left over at the end of the file.
  mutating func finish(into text: inout [UInt8]) {
    if form == nil { begin(into: &text) }
    if high != nil || !held.isEmpty { text.append(TextDecoder.unreadable) }
    high = nil
    held = []
  }

  private mutating func begin(into text: inout [UInt8]) {
    let first = held
    held = []
    let (form, mark) = TextDecoder.form(of: first)
    self.form = form
    decode(Array(first.dropFirst(mark)), into: &text)
  }

  /// The encoding detected from a file's first bytes, and the length of its byte order mark.
  private static func form(of bytes: [UInt8]) -> (Form, mark: Int) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16(bigEndian: false), 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16(bigEndian: true), 2) }
    let zeros = bytes.map { $0 == 0 }
    if zeros.starts(with: [false, true]), zeros.count < 4 || zeros[3] {
      return (.utf16(bigEndian: false), 0)
    }
    if zeros.starts(with: [true, false]), zeros.count < 4 || zeros[2] {
      return (.utf16(bigEndian: true), 0)
    }
    return (.utf8, 0)
  }

  private mutating func decode16(_ bytes: [UInt8], _ bigEndian: Bool, into text: inout [UInt8]) {
    for byte in bytes {
      guard let first = held.popLast() else {
        held.append(byte)
        continue
      }
      let unit = bigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
      take(unit, into: &text)
    }
  }

  private mutating func take(_ unit: UInt16, into text: inout [UInt8]) {
    if let high {
      self.high = nil
      if UTF16.isTrailSurrogate(unit) {
        let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
        if let scalar = Unicode.Scalar(value) { text += Array(UTF8.encode(scalar) ?? .init()) }
        return
      }
      text.append(TextDecoder.unreadable)
    }
    if UTF16.isLeadSurrogate(unit) {
      high = unit
    } else if let scalar = Unicode.Scalar(unit), let encoded = UTF8.encode(scalar) {
      text += Array(encoded)
    } else {
      text.append(TextDecoder.unreadable)
    }
  }
}
