internal import Foundation

/// The rules for names of users and tokens.
///
/// No two names may look alike, and none may hide characters: a stricter form of the PRECIS
/// UsernameCasePreserved profile (RFC 8265), with letters of one script.
public enum PersonName {
  /// The most bytes of a name.
  public static let longest = 64
  private static let marks: Set<Unicode.Scalar> = [".", "_", "-", "@", "+", "'", " "]

  /// Returns a name's problem, or nil if it is valid. The text ends a sentence that starts with the
  /// name.
  public static func fault(_ name: String) -> String? {
    guard !name.isEmpty else { return "is empty: give one" }
    guard name.utf8.count <= longest else { return "has more than \(longest) bytes" }
    let scalars = name.unicodeScalars
    var scripts: Set<Script> = []
    for scalar in scalars {
      if marks.contains(scalar) || ("0"..."9").contains(scalar) { continue }
      guard let script = Script(scalar) else {
        return "holds a character that names may not have: letters, digits and . _ - @ + ' only"
      }
      scripts.insert(script)
    }
    guard scripts.count < 2 else { return "mixes scripts whose letters look alike" }
    guard scalars.first != " ", scalars.last != " ", !name.contains("  ") else {
      return "begins or ends with a blank, or has two together"
    }
    guard !scripts.isEmpty || scalars.contains(where: { ("0"..."9").contains($0) }) else {
      return "has no letter"
    }
    guard Array(name.precomposedStringWithCanonicalMapping.unicodeScalars) == Array(scalars) else {
      return "is written with combining characters: write it composed"
    }
    return nil
  }

  /// A script, recognized by the Unicode blocks of its letters.
  private enum Script: Hashable {
    case latin, greek, cyrillic, other(UInt32)

    init?(_ scalar: Unicode.Scalar) {
      let properties = scalar.properties
      switch properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .decimalNumber:
        break
      default: return nil
      }
      guard !properties.isDefaultIgnorableCodePoint else { return nil }
      switch scalar.value {
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
      case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
      case 0x400...0x52F: self = .cyrillic
      // Kana, Hangul and Han may be mixed.
      case 0x1100...0x11FF, 0x3040...0x30FF, 0x3130...0x318F, 0x3400...0x9FFF, 0xAC00...0xD7AF:
        self = .other(0x3040)
      // Styled Latin letters, such as full-width or mathematical ones.
      case 0x250...0x36F, 0xFF00...0xFFEF, 0x1D400...0x1D7FF, 0x2100...0x214F: return nil
      case let value: self = .other(value >> 8)
      }
    }
  }
}
