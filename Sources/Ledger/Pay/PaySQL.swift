internal import Facts

/// Pay's queries on the ledger.
enum PaySQL {
  private static let retraction = FactKind.retract.number

  /// The facts of some kinds, numbered within a range, received before one moment and happened
  /// before another. Retractions count once they are received, whenever they happened.
  static let facts = """
    SELECT number, id, kind, at, customer, play, member, amount, currency, refers, body, deal
    FROM fact
    WHERE number > ?5 AND number <= ?1 AND received < ?2 AND (at < ?3 OR kind = \(retraction))
      AND (?4 >> kind) & 1
    ORDER BY number
    """

  /// The names of members (2) or plays (1) by number.
  static let names = "SELECT number, text FROM name WHERE space = ?"
}

extension PaySQL {
  /// The snapshots made before a moment and before a step, each with the last step that moved it
  /// by then.
  static let snapshots = """
    SELECT s.*, (
      SELECT step FROM pay_step p
      WHERE p.snapshot = s.number AND p.at < ?1 AND p.number < ?2
        AND p.step IN ('lock', 'unlock', 'paid')
      ORDER BY p.number DESC LIMIT 1
    ) AS step
    FROM pay_snapshot s
    WHERE s.taken < ?1 AND EXISTS (
      SELECT 1 FROM pay_step p
      WHERE p.snapshot = s.number AND p.step = 'process' AND p.number < ?2)
    ORDER BY s.number
    """

  /// True if facts numbered within a range happened before a moment, or retract others.
  static let late = """
    SELECT EXISTS (
      SELECT 1 FROM fact WHERE number > ?1 AND number <= ?2 AND (at < ?3 OR kind = \(retraction)))
    """

  /// The number of the step that made a snapshot.
  static let made = "SELECT min(number) FROM pay_step WHERE snapshot = ? AND step = 'process'"

  /// The disputes with the state of their last entry.
  static let disputes = """
    SELECT d.number, d.snapshot, d.member, d.line, s.period, e.state
    FROM pay_dispute d JOIN pay_snapshot s ON s.number = d.snapshot
    JOIN pay_dispute_entry e ON e.number = (
      SELECT max(number) FROM pay_dispute_entry WHERE dispute = d.number)
    ORDER BY d.number
    """
}
