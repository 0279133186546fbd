/// The questions asked of the fact table, one query each.
enum FactSQL {
  static let insert = """
    INSERT INTO fact (id, kind, at, received, customer, play, lever, member, source, amount,
      currency, refers, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING
    """

  /// Every fact with its names, in the order in which they were kept.
  static let whole = """
    SELECT f.id, f.kind, f.at, f.received, c.id, p.text, f.lever, m.text, s.text, f.amount,
      f.currency, f.body
    FROM fact f
    LEFT JOIN customer c ON c.number = f.customer
    LEFT JOIN name p ON p.number = f.play
    LEFT JOIN name m ON m.number = f.member
    LEFT JOIN name s ON s.number = f.source
    """

  /// The rows that the tally is built from: those after a number, known before a moment.
  static let scan = """
    SELECT number, kind, at, received, customer, play, lever, member, amount, currency, body
    FROM fact WHERE number > ? AND received < ? ORDER BY number
    """

  /// Facts that name another fact, with the number of that fact.
  static let references = """
    SELECT r.number, r.kind, r.received, f.number FROM fact r JOIN fact f ON f.id = r.refers
    WHERE r.refers IS NOT NULL ORDER BY r.number
    """

  static let receivedBefore = "SELECT 1 FROM fact WHERE received < ? LIMIT 1"

  /// Facts of days that were over, and retractions, which may reach back to any day.
  static let late = """
    SELECT 1 FROM fact WHERE received >= ?1 AND (at < ?1 OR kind = 12) LIMIT 1
    """

  static let lastReceived = "SELECT received FROM fact ORDER BY number DESC LIMIT 1"

  static let extent = "SELECT count(*), max(number), min(received), max(received) FROM fact"
}
