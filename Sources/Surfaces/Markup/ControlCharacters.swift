/// Characters that a terminal executes, or that disguise text.
public enum ControlCharacters {
  /// The character that replaces them.
  public static let replacement: Character = "\u{FFFD}"

  /// Replaces control characters and bidirectional controls.
  ///
  /// These are C0 and C1 except tab and line ends, and the bidirectional marks, overrides and
  /// isolates (Unicode 16, UAX 9). `keepingColours` keeps the program's own colours.
  public static func replaced(in text: String, keepingColours: Bool = false) -> String {
    guard text.utf8.contains(where: { mayBegin($0) }) else { return text }
    var clean = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var place = 0
    while place < scalars.count {
      if keepingColours, let end = colour(scalars, at: place) {
        clean.append(contentsOf: scalars[place..<end])
        place = end
      } else {
        let isLineEnd =
          scalars[place] == "\r" && place + 1 < scalars.count && scalars[place + 1] == "\n"
        clean.append(isControl(scalars[place]) && !isLineEnd ? "\u{FFFD}" : scalars[place])
        place += 1
      }
    }
    return String(clean)
  }

  /// True if a character is one of those that are replaced.
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// True if a byte of UTF-8 may be part of such a character.
  private static func mayBegin(_ byte: UInt8) -> Bool {
    (byte < 0x20 && byte != 0x09 && byte != 0x0A) || byte == 0x7F || byte == 0xC2
      || byte == 0xD8 || byte == 0xE2
  }

  /// The end index of one of the program's own colours; nil if none starts at `place`. They have
  /// the form `ESC [ digits m` (ECMA-48, SGR), and are plain, bold, dim and the eight colours.
  private static func colour(_ scalars: [Unicode.Scalar], at place: Int) -> Int? {
    guard scalars[place] == "\u{1B}", place + 1 < scalars.count, scalars[place + 1] == "[" else {
      return nil
    }
    var end = place + 2
    while end < scalars.count, ("0"..."9").contains(scalars[end]) || scalars[end] == ";" {
      end += 1
    }
    guard end < scalars.count, scalars[end] == "m", end - place <= 8 else { return nil }
    let codes = String(String.UnicodeScalarView(scalars[place + 2..<end])).split(separator: ";")
    let known = codes.compactMap { Int($0) }
    let isOwn = known.allSatisfy { [0, 1, 2, 22, 39].contains($0) || (30...37).contains($0) }
    return isOwn && known.count == codes.count ? end + 1 : nil
  }
}
