/// Something as it was published: never changed afterwards, whatever becomes known later.
public struct Seal: Hashable, Sendable {
  /// What it is.
  public let kind: Kind
  /// Whose it is: a play's id, or a period's label.
  public let subject: String
  /// The day of the close that it is of, the morning of a forecast, or the day that a play was launched.
  public let day: CalendarDay
  /// As it was published.
  public let body: JSON

  /// What is sealed.
  public enum Kind: String, CaseIterable, Sendable {
    /// By what a play is judged.
    case terms
    /// A play's verdict and its evidence, as of a day's close.
    case look
    /// A period's forecast, from a day's close.
    case forecast
  }

  /// A seal from its parts.
  public init(_ kind: Kind, _ subject: String, day: CalendarDay, body: JSON) {
    self.kind = kind
    self.subject = subject
    self.day = day
    self.body = body
  }
}
