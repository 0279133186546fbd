/// The fault of a row, before its file and line are known.
struct RowFault: Error, Hashable {
  /// The column or field, or the position of the character; empty for the whole row.
  let column: String
  let why: String
  let remedy: String

  init(_ column: String, _ why: String, _ remedy: String) {
    self.column = column
    self.why = why
    self.remedy = remedy
  }
}

extension RowFault {
  static let tooLong = RowFault(
    "", "the row is longer than 1 MiB", "look for a quote that is never closed, or split the row")

  /// The fault of a text that isn't in its file's encoding. `place` is the character's position
  /// in its line, from 1.
  static func notText(_ bytes: ArraySlice<UInt8>, at place: Int) -> RowFault {
    if bytes.contains(0) {
      return RowFault("character \(place)", "there is a zero byte in the text", "take it out")
    }
    var remedy = "save the file as UTF-8"
    if let other = windows1252(bytes) {
      remedy += "; if it is Windows-1252, as Excel writes, the text reads '\(other)'"
    }
    return RowFault("character \(place)", "the text is not UTF-8", remedy)
  }

  /// The bytes decoded as Windows-1252, shortened; nil if they cannot be that.
  ///
  /// Source: WHATWG Encoding, index windows-1252.
  private static func windows1252(_ bytes: ArraySlice<UInt8>) -> String? {
    var text = String.UnicodeScalarView()
    for byte in bytes.prefix(40) {
      let code = (0x80...0x9F).contains(byte) ? high[Int(byte) - 0x80] : UInt16(byte)
      guard code != 0, code >= 0x20, let scalar = Unicode.Scalar(code) else { return nil }
      text.append(scalar)
    }
    return String(text) + (bytes.count > 40 ? "…" : "")
  }

  /// The code points of 0x80 to 0x9F in Windows-1252; 0 if undefined.
  private static let high: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]
}
