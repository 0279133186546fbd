/// The questions asked of the fact table, one query each.
enum FactSQL {
  static let insert = """
    INSERT INTO fact (id, kind, at, received, customer, play, lever, member, source, amount,
      currency, refers, body, channel, deal, token)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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

  /// The rows that the tally is built from: those after a number, up to another. Bodies only of the
  /// kinds whose sums read them.
  static let scan = """
    SELECT number, kind, at, received, customer, play, lever, member, amount, currency, channel,
      deal, CASE WHEN kind IN (1, 3, 4, 6) THEN body END
    FROM fact WHERE number > ? AND number <= ? ORDER BY number
    """

  /// All facts that name another fact, with the number of that fact. CROSS JOIN keeps the order of the
  /// tables: those who name are few, and each is looked up.
  static let links = """
    SELECT r.number, r.kind, r.received, f.number, f.customer
    FROM fact r INDEXED BY fact_refers CROSS JOIN fact f ON f.id = r.refers
    WHERE r.refers IS NOT NULL AND r.number <= ?2 AND f.number <= ?2 AND ?1 = 0 ORDER BY r.number
    """

  /// The same where the naming fact or the named one lies after a number, up to another.
  static let laterLinks = """
    SELECT r.number, r.kind, r.received, f.number, f.customer
    FROM fact r NOT INDEXED CROSS JOIN fact f ON f.id = r.refers
    WHERE r.refers IS NOT NULL AND r.number > ?1 AND r.number <= ?2 AND f.number <= ?2
    UNION ALL
    SELECT r.number, r.kind, r.received, f.number, f.customer
    FROM fact f NOT INDEXED CROSS JOIN fact r ON r.refers = f.id
    WHERE f.number > ?1 AND f.number <= ?2 AND r.number <= ?1
    ORDER BY 1
    """

  /// Facts whose body is no JSON, which only damage to the file can cause.
  static let damaged = """
    SELECT number FROM fact WHERE body IS NOT NULL AND NOT json_valid(body) ORDER BY number
    """

  /// The key that sent a fact.
  static let senderOf = "SELECT token FROM fact WHERE id = ?"

  static let last = "SELECT max(number) FROM fact"

  static let customers = "SELECT max(number) FROM customer"

  /// Ids at some numbers, by which a ledger is known again.
  static let idAt = "SELECT id, received FROM fact WHERE number = ?"

  static let lastReceived = "SELECT received FROM fact ORDER BY number DESC LIMIT 1"

  static let extent = "SELECT count(*), max(number), min(received), max(received) FROM fact"
}
