/// A dated note in the Chronicle.
public struct NoteBody: Hashable, Sendable {
  /// The note's text in Markdown.
  public let text: String
  /// The note's prediction; nil if it makes none.
  public let expect: Expectation?
  /// The day the note is about; nil for the day it was written.
  public let day: CalendarDay?

  /// A prediction: an expected outcome, and its due day.
  public struct Expectation: Hashable, Sendable {
    /// The expected outcome, in the writer's words.
    public let answer: String
    /// The day it is expected by; nil if none was set.
    public let by: CalendarDay?

    /// A prediction and the day it is due.
    public init(answer: String, by: CalendarDay?) {
      self.answer = answer
      self.by = by
    }
  }

  /// A note.
  public init(text: String, expect: Expectation? = nil, day: CalendarDay? = nil) {
    self.text = text
    self.expect = expect
    self.day = day
  }
}
