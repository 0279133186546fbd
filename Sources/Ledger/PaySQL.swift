/// The questions that pay asks of the ledger, one query each.
enum PaySQL {
  /// The facts that pay looks at, kept up to a number, known before a moment and happened before
  /// another.
  static let facts = """
    SELECT number, id, kind, at, customer, play, member, amount, currency, refers, body
    FROM fact
    WHERE number <= ?1 AND received < ?2 AND at < ?3 AND (?4 >> kind) & 1
    ORDER BY number
    """

  /// The names of members (2) or plays (1) by number.
  static let names = "SELECT number, text FROM name WHERE space = ?"
}
