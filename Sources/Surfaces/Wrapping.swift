/// Wraps text at word boundaries.
public enum Wrapping {
  /// Wraps a text into indented lines of at most `width` characters. Longer words stay whole on a
  /// line of their own.
  public static func lines(_ text: String, indent: String = "", width: Int = 80) -> String {
    var lines = [indent]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.count > indent.count, last.count + word.count + 1 > width {
        lines.append(indent + word)
      } else {
        lines[lines.count - 1] = last + (last.count > indent.count ? " " : "") + word
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
