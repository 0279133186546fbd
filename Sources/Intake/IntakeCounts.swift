/// Counts of rows and facts. Rows = rows that gave facts + rows left out + rows refused.
public struct IntakeCounts: Hashable, Sendable {
  /// Rows read, without blank lines and the header.
  public var rows = 0
  /// Rows that gave at least one fact.
  public var giving = 0
  /// Rows that the source's conditions leave out.
  public var leftOut = 0
  /// Rows refused.
  public var refused = 0
  /// Blank lines skipped.
  public var blank = 0
  /// Facts that the rows gave.
  public var facts = 0

  /// All counts zero.
  public init() {}

  /// Adds the counts of other rows.
  public static func += (left: inout IntakeCounts, right: IntakeCounts) {
    left.rows += right.rows
    left.giving += right.giving
    left.leftOut += right.leftOut
    left.refused += right.refused
    left.blank += right.blank
    left.facts += right.facts
  }
}
