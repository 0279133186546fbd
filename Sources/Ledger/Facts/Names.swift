internal import Facts
import GRDB

/// A cache of the ledger's numbers for names that facts repeat: customers, plays, members,
/// channels, deals.
///
/// Belongs to one writer. It must be emptied when a transaction fails, as numbers assigned in it
/// may not exist.
struct Names {
  private var customers: [String: Int64] = [:]
  private var others: [Named: Int64] = [:]
  /// The most customers, or other names, before the cache is emptied to bound its memory.
  private static let most = 500_000

  /// The kinds of names other than customers, numbered as in the schema.
  enum Space: Int64 {
    case play = 1, member, source, channel, deal
  }

  private struct Named: Hashable {
    let space: Space
    let text: String
  }

  mutating func customer(_ id: String, _ database: Database) throws -> Int64 {
    if let number = customers[id] { return number }
    if customers.count >= Names.most { customers.removeAll(keepingCapacity: true) }
    let find = try RowStatement(database, "SELECT number FROM customer WHERE id = ?")
    find.bind(id, at: 1)
    let number: Int64
    if try find.step() {
      number = find.integer(0)
      find.reset()
    } else {
      let add = try RowStatement(database, "INSERT INTO customer (id) VALUES (?)")
      add.bind(id, at: 1)
      _ = try add.run()
      number = add.lastInserted
    }
    customers[id] = number
    return number
  }

  mutating func number(_ space: Space, _ text: String, _ database: Database) throws -> Int64 {
    let named = Named(space: space, text: text)
    if let number = others[named] { return number }
    if others.count >= Names.most { others.removeAll(keepingCapacity: true) }
    let find = try RowStatement(database, "SELECT number FROM name WHERE space = ? AND text = ?")
    find.bind(space.rawValue, at: 1)
    find.bind(text, at: 2)
    let number: Int64
    if try find.step() {
      number = find.integer(0)
      find.reset()
    } else {
      let add = try RowStatement(database, "INSERT INTO name (space, text) VALUES (?, ?)")
      add.bind(space.rawValue, at: 1)
      add.bind(text, at: 2)
      _ = try add.run()
      number = add.lastInserted
    }
    others[named] = number
    return number
  }
}
