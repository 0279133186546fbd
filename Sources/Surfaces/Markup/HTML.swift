internal import Facts

/// Markup. What stands in the code is markup; what is put into it with `\( )` is text and is escaped.
///
/// So a name, a note or a row of a file can never become markup: the types keep them apart.
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The markup as it is sent.
  public let text: String

  /// Markup as it stands in the code.
  public init(stringLiteral value: String) { text = value }

  /// Markup with texts put into it, each escaped.
  public init(stringInterpolation: Parts) { text = stringInterpolation.text }

  /// Markup that is known to be: a file of the project, or pieces that were escaped one by one.
  init(trusted text: String) { self.text = text }

  /// Nothing.
  static let nothing: HTML = ""

  /// Whether there is nothing in it.
  var isEmpty: Bool { text.isEmpty }

  static func + (left: HTML, right: HTML) -> HTML { HTML(trusted: left.text + right.text) }

  /// What an interpolated literal is put together from.
  public struct Parts: StringInterpolationProtocol, Sendable {
    var text = ""

    /// Room for a literal and what is put into it.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    /// Markup as it stands in the code.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Markup within markup.
    public mutating func appendInterpolation(_ html: HTML) { text += html.text }

    /// Pieces of markup, one after the other.
    public mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { text += piece.text }
    }

    /// Text, escaped; it may stand between tags and in a quoted attribute.
    public mutating func appendInterpolation(_ plain: some StringProtocol) {
      HTML.escape(plain, into: &text)
    }

    /// A whole number.
    public mutating func appendInterpolation(_ number: some BinaryInteger) {
      text += String(number)
    }

    /// A coordinate, to two decimals.
    public mutating func appendInterpolation(at value: Double) {
      text += HTML.coordinate(value)
    }
  }

  /// Text in which nothing is markup.
  static func escape(_ plain: some StringProtocol, into text: inout String) {
    for scalar in plain.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\r": text += "\r"
      case _ where ControlCharacters.isControl(scalar):
        text.append(ControlCharacters.replacement)
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// `12.34`, without zeros at its end.
  static func coordinate(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return "\(sign)\(whole)" }
    let digits = rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(rest.isMultiple(of: 10) ? String(digits.dropLast()) : digits)"
  }
}

extension Sequence<HTML> {
  /// All of them, with something between each two.
  func joined(_ separator: String = "") -> HTML {
    HTML(trusted: map(\.text).joined(separator: separator))
  }
}
