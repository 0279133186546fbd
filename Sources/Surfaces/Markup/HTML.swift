internal import Facts

/// HTML markup. String literals are markup; values interpolated with `\( )` are text and are
/// escaped.
///
/// The type keeps both apart, so that a name, a note or a row of a file can never become markup.
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The markup as it is sent.
  public let text: String

  /// Creates markup from a literal.
  public init(stringLiteral value: String) { text = value }

  /// Creates markup from a literal with interpolated texts, each escaped.
  public init(stringInterpolation: Parts) { text = stringInterpolation.text }

  /// Creates markup from trusted text: a file of the project, or pieces that are escaped already.
  init(trusted text: String) { self.text = text }

  /// Empty markup.
  static let nothing: HTML = ""

  /// True if the markup is empty.
  var isEmpty: Bool { text.isEmpty }

  static func + (left: HTML, right: HTML) -> HTML { HTML(trusted: left.text + right.text) }

  /// Collects the parts of an interpolated literal.
  public struct Parts: StringInterpolationProtocol, Sendable {
    var text = ""

    /// Reserves room for a literal and its values.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    /// Appends a literal as markup.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Appends markup.
    public mutating func appendInterpolation(_ html: HTML) { text += html.text }

    /// Appends several pieces of markup.
    public mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { text += piece.text }
    }

    /// Appends escaped text, which may stand between tags or in a quoted attribute.
    public mutating func appendInterpolation(_ plain: some StringProtocol) {
      HTML.escape(plain, into: &text)
    }

    /// Appends a whole number.
    public mutating func appendInterpolation(_ number: some BinaryInteger) {
      text += String(number)
    }

    /// Appends a coordinate, to two decimals.
    public mutating func appendInterpolation(at value: Double) {
      text += HTML.coordinate(value)
    }
  }

  /// Appends text to `text` with its markup and control characters escaped.
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

  /// A coordinate without trailing zeros: `12.34`.
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
  /// Joins all pieces with a separator between them.
  func joined(_ separator: String = "") -> HTML {
    HTML(trusted: map(\.text).joined(separator: separator))
  }
}
