internal import Facts
import GRDB

/// Converts facts to their rows and back, without loss.
enum StoredFact {
  /// The minor units of a fact's money, or the seconds of its time; nil if it has neither.
  static func quantity(of fact: Fact) -> Int64? {
    if case .time(let seconds) = fact.body { return seconds }
    return fact.amount.map { Int64(clamping: $0.minor) }
  }

  /// The id of the fact that this one retracts or refunds; nil if none.
  static func refers(_ fact: Fact) -> String? {
    switch fact.body {
    case .retract(let other, _): other.text
    case .money(let money): money.of?.text
    default: nil
    }
  }

  /// The channel of a touch; nil for other kinds.
  static func channel(of fact: Fact) -> String? {
    if case .touch(let channel) = fact.body { return channel }
    return nil
  }

  /// The id of the deal that a deal fact changes; nil for other kinds.
  static func deal(of fact: Fact) -> String? {
    if case .deal(let deal) = fact.body { return deal.deal.text }
    return nil
  }

  /// The kind's other fields and the props as canonical JSON; nil if there are none.
  static func body(of fact: Fact) -> String? {
    if case .touch(let channel) = fact.body, fact.props.isEmpty {
      guard let channel else { return nil }
      var text = "{\"channel\":"
      JSON.quote(channel, into: &text)
      return text + "}"
    }
    let members = fact.ownMembers + fact.props
    return members.isEmpty ? nil : JSON.object(members).compact
  }

  static func fetch(id: FactID, _ database: Database) throws -> Fact? {
    let statement = try RowStatement(database, FactSQL.whole + " WHERE f.id = ?")
    statement.bind(id.text, at: 1)
    defer { statement.reset() }
    return try statement.step() ? try read(statement).fact : nil
  }

  /// Decodes a row of ``FactSQL/whole``.
  static func read(_ row: RowStatement) throws -> (fact: Fact, received: Instant) {
    guard let id = row.text(0), let kind = FactKind(number: Int(row.integer(1))) else {
      throw LedgerProblem.cannotRead(detail: "a fact without id or kind")
    }
    var members: [JSON.Member] = [
      .init("id", .string(id)), .init("kind", .string(kind.rawValue)),
      .init("at", .string(Instant(milliseconds: row.integer(2)).description)),
    ]
    func add(_ key: String, _ text: String?) {
      if let text { members.append(.init(key, .string(text))) }
    }
    add("customer", row.text(4))
    add("play", row.text(5))
    add("lever", row.optionalInteger(6).flatMap { Lever(number: Int($0)) }?.rawValue)
    add("member", row.text(7))
    add("source", row.text(8))
    if let amount = row.optionalInteger(9) {
      if let packed = row.optionalInteger(10), let currency = Currency(packed: UInt32(packed)) {
        add("amount", Money(minor: amount, currency).decimal)
        add("currency", currency.code)
      } else {
        add("seconds", String(amount))
      }
    }
    do {
      if let body = row.text(11), case .object(let own) = try JSON(parsing: body) { members += own }
      let reading = try FactReader(ofKept: .utc).read(.object(members))
      return (reading.fact, Instant(milliseconds: row.integer(3)))
    } catch {
      throw LedgerProblem.cannotRead(detail: "fact \(id) is damaged: \(error)")
    }
  }
}
