internal import Facts

/// The queries on the fact table.
enum FactSQL {
  static let insert = """
    INSERT INTO fact (id, kind, at, received, customer, play, lever, member, source, amount,
      currency, refers, body, channel, deal, token)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING
    """

  /// Complete facts with their names. Callers append a condition or an order.
  static let whole = """
    SELECT f.id, f.kind, f.at, f.received, c.id, p.text, f.lever, m.text, s.text, f.amount,
      f.currency, f.body
    FROM fact f
    LEFT JOIN customer c ON c.number = f.customer
    LEFT JOIN name p ON p.number = f.play
    LEFT JOIN name m ON m.number = f.member
    LEFT JOIN name s ON s.number = f.source
    """

  /// The rows that the tally is built from, numbered within a range. Bodies only of the kinds
  /// whose sums read them.
  static let scan = """
    SELECT number, kind, at, received, customer, play, lever, member, amount, currency, channel,
      deal, CASE WHEN kind IN (\(bodies)) THEN body END
    FROM fact WHERE number > ? AND number <= ? ORDER BY number
    """

  private static let bodies =
    StoredBody.kinds.map { "\($0.number)" }.joined(separator: ", ")

  /// All references between facts. CROSS JOIN keeps the order of the tables: referring facts are
  /// few, and each referenced one is looked up.
  static let links = """
    SELECT r.number, r.kind, r.received, f.number, f.customer
    FROM fact r INDEXED BY fact_refers CROSS JOIN fact f ON f.id = r.refers
    WHERE r.refers IS NOT NULL AND r.number <= ?2 AND f.number <= ?2 AND ?1 = 0 ORDER BY r.number
    """

  /// The references in which at least one of the two facts is numbered within a range.
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

  /// The facts with an invalid JSON body, which only damage to the file can cause.
  static let damaged = """
    SELECT number FROM fact WHERE body IS NOT NULL AND NOT json_valid(body) ORDER BY number
    """

  /// The token that sent a fact.
  static let senderOf = "SELECT token FROM fact WHERE id = ?"

  static let last = "SELECT max(number) FROM fact"

  static let customers = "SELECT max(number) FROM customer"

  /// The id and time of receipt of a fact, by which an index recognises its ledger.
  static let idAt = "SELECT id, received FROM fact WHERE number = ?"

  static let lastReceived = "SELECT received FROM fact ORDER BY number DESC LIMIT 1"

  static let extent = "SELECT count(*), max(number), min(received), max(received) FROM fact"
}
