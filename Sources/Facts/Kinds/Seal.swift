/// A published record that never changes afterwards, whatever becomes known later.
public struct Seal: Hashable, Sendable {
  /// The kind of record.
  public let kind: Kind
  /// The subject: a play's id, or a period's label.
  public let subject: String
  /// The day of the close for a look, the morning of a forecast, or the day of a play's launch.
  public let day: CalendarDay
  /// The record as published.
  public let body: JSON

  /// The kinds of sealed record.
  public enum Kind: String, CaseIterable, Sendable {
    /// The terms that a play is judged by.
    case terms
    /// A play's verdict and its evidence, as of a day's close.
    case look
    /// A period's forecast, from a day's close.
    case forecast
  }

  /// A sealed record.
  public init(_ kind: Kind, _ subject: String, day: CalendarDay, body: JSON) {
    self.kind = kind
    self.subject = subject
    self.day = day
    self.body = body
  }
}
