internal import Facts
import GRDB
import GRDBSQLite

/// A prepared statement, bound and stepped without boxing its values.
///
/// For the two loops that see every fact, keeping and scanning: GRDB's own arguments and rows cost
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

  /// Binds a whole number or NULL at a place counted from 1.
  func bind(_ value: Int64?, at place: Int32) {
    if let value {
      sqlite3_bind_int64(handle, place, value)
    } else {
      sqlite3_bind_null(handle, place)
    }
  }

  /// Binds a text or NULL at a place counted from 1; SQLite takes a copy.
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

  /// Binds values at the places from 1 on.
  func bind(_ values: [(any SQLBindable)?]) {
    for (place, value) in values.enumerated() {
      switch value?.sqlValue {
      case nil: sqlite3_bind_null(handle, Int32(place + 1))
      case .integer(let value): bind(value, at: Int32(place + 1))
      case .text(let value): bind(value, at: Int32(place + 1))
      }
    }
  }

  /// Steps once; true where there is a row.
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

  /// Runs a statement that gives no rows; true if it changed anything.
  func run() throws -> Bool {
    _ = try step()
    let changed = sqlite3_changes(connection) > 0
    reset()
    return changed
  }

  func reset() { sqlite3_reset(handle) }

  /// The number of the row inserted last.
  var lastInserted: Int64 { sqlite3_last_insert_rowid(connection) }

  /// The whole number in a column counted from 0; 0 for NULL.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The whole number in a column, or nil for NULL.
  func optionalInteger(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(column)
  }

  /// The text in a column, or nil for NULL.
  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// Gives the text in a column in UTF-8 as it lies in SQLite, empty for NULL.
  func withText<Value>(_ column: Int32, _ body: (Span<UInt8>) -> Value) -> Value {
    let bytes = sqlite3_column_text(handle, column)
    let count = bytes == nil ? 0 : Int(sqlite3_column_bytes(handle, column))
    return body(UnsafeBufferPointer(start: bytes, count: count).span)
  }
}

/// What a statement's place can take.
enum SQLValue {
  case integer(Int64)
  case text(String)
}

/// Something that a statement's place can take.
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
  /// Runs a statement that gives no rows, with values in the order of its places; gives how many rows changed.
  ///
  /// Texts are bound by their length. GRDB's own arguments end at the first zero byte, so they are not used for
  /// texts that come from outside.
  @discardableResult
  func run(_ sql: String, _ values: (any SQLBindable)?...) throws -> Int {
    let row = try RowStatement(self, sql)
    row.bind(values)
    let before = totalChangesCount
    _ = try row.run()
    return totalChangesCount - before
  }

  /// Gives each row of a statement, with values in the order of its places.
  func each(
    _ sql: String, _ values: (any SQLBindable)?..., take: (RowStatement) throws -> Void
  ) throws {
    let row = try RowStatement(self, sql)
    row.bind(values)
    defer { row.reset() }
    while try row.step() { try take(row) }
  }
}
