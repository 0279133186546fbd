/// A line in the Chronicle.
public struct NoteBody: Hashable, Sendable {
  /// Markdown.
  public let text: String
  /// Nil for a note that foretells nothing.
  public let expect: Expectation?
  /// The day the note is about; nil for the day it was written.
  public let day: CalendarDay?

  /// What is expected to be true, and by when.
  public struct Expectation: Hashable, Sendable {
    /// What is expected, in the writer's words.
    public let answer: String
    /// Nil where no day was set.
    public let by: CalendarDay?

    /// An answer's expected state and the day it is expected by.
    public init(answer: String, by: CalendarDay?) {
      self.answer = answer
      self.by = by
    }
  }

  /// A note from its parts.
  public init(text: String, expect: Expectation? = nil, day: CalendarDay? = nil) {
    self.text = text
    self.expect = expect
    self.day = day
  }
}
