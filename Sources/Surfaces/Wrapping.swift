/// Words over as many lines as they need.
public enum Wrapping {
  /// The text in lines of at most so many columns, each after an indent; a word is never cut.
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
