internal import Facts
import GRDB
import GRDBSQLite

/// A prepared statement that binds and steps without boxing its values.
///
/// For the two loops over every fact, writing and scanning: GRDB's own arguments and rows cost
/// several times SQLite's work there (docs/DECISIONS has the figures).
struct RowStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer

  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    guard let connection = database.sqliteConnection else {
      throw LedgerProblem.cannotRead(detail: "the connection is closed")
    }
    self.connection = connection
    reset()
  }

  /// Binds an integer or NULL to a parameter, counted from 1.
  func bind(_ value: Int64?, at place: Int32) {
    if let value {
      sqlite3_bind_int64(handle, place, value)
    } else {
      sqlite3_bind_null(handle, place)
    }
  }

  /// Binds a text or NULL to a parameter, counted from 1; SQLite makes a copy.
  func bind(_ text: String?, at place: Int32) {
    guard var text else {
      sqlite3_bind_null(handle, place)
      return
    }
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        _ = sqlite3_bind_text(
          handle, place, characters.baseAddress, Int32(characters.count),
          transient)
      }
    }
  }

  /// Binds values to the parameters from 1 on.
  func bind(_ values: [(any SQLBindable)?]) {
    for (place, value) in values.enumerated() {
      switch value?.sqlValue {
      case nil: sqlite3_bind_null(handle, Int32(place + 1))
      case .integer(let value): bind(value, at: Int32(place + 1))
      case .text(let value): bind(value, at: Int32(place + 1))
      }
    }
  }

  /// Steps once; true if there is a row.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let message = String(cString: sqlite3_errmsg(connection))
      reset()
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
  }

  /// Runs a statement without result rows; true if it changed anything.
  func run() throws -> Bool {
    _ = try step()
    let changed = sqlite3_changes(connection) > 0
    reset()
    return changed
  }

  func reset() { sqlite3_reset(handle) }

  /// The row number of the last insert.
  var lastInserted: Int64 { sqlite3_last_insert_rowid(connection) }

  /// The integer in a column, counted from 0; 0 for NULL.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The integer in a column; nil for NULL.
  func optionalInteger(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(column)
  }

  /// The text in a column; nil for NULL.
  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// Calls `body` with the UTF-8 bytes of a column in SQLite's own memory; empty for NULL.
  func withText<Value>(_ column: Int32, _ body: (Span<UInt8>) -> Value) -> Value {
    let bytes = sqlite3_column_text(handle, column)
    let count = bytes == nil ? 0 : Int(sqlite3_column_bytes(handle, column))
    return body(UnsafeBufferPointer(start: bytes, count: count).span)
  }
}

/// A value that a statement's parameter accepts.
enum SQLValue {
  case integer(Int64)
  case text(String)
}

/// A type whose values can be bound to a statement's parameter.
protocol SQLBindable {
  var sqlValue: SQLValue { get }
}

extension Int64: SQLBindable {
  var sqlValue: SQLValue { .integer(self) }
}

extension String: SQLBindable {
  var sqlValue: SQLValue { .text(self) }
}

extension Database {
  /// Runs a statement without result rows and returns the number of changed rows.
  ///
  /// `values` are bound in order, texts by their length. GRDB's own arguments end at the first
  /// zero byte, so they are not used for texts from outside.
  @discardableResult
  func run(_ sql: String, _ values: (any SQLBindable)?...) throws -> Int {
    let row = try RowStatement(self, sql)
    row.bind(values)
    let before = totalChangesCount
    _ = try row.run()
    return totalChangesCount - before
  }

  /// Calls `take` with each row of a statement. `values` are bound in order.
  func each(
    _ sql: String, _ values: (any SQLBindable)?..., take: (RowStatement) throws -> Void
  ) throws {
    let row = try RowStatement(self, sql)
    row.bind(values)
    defer { row.reset() }
    while try row.step() { try take(row) }
  }
}
