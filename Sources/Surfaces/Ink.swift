/// Colours terminal text, or leaves it plain.
struct Ink {
  let colour: Bool

  enum Shade: String {
    case good = "32"
    case bad = "31"
    case accent = "36"
    case strong = "1"
    case faint = "2"
  }

  /// The text in a shade; plain if colour is off.
  func callAsFunction(_ shade: Shade, _ text: String) -> String {
    colour ? "\u{1B}[\(shade.rawValue)m\(text)\u{1B}[0m" : text
  }
}
