public import Facts
import GRDB

/// A member's dispute of one line of a statement.
public struct PayDispute: Hashable, Sendable {
  /// The dispute's number, from 1.
  public let number: Int64
  /// The number of the snapshot with the statement.
  public let snapshot: Int64
  /// The member whose statement it is.
  public let member: String
  /// The line, counted from 1.
  public let line: Int
  /// The label of the pay period.
  public let period: String
  /// The state of the dispute.
  public let state: State

  /// Under discussion, or settled in the member's favour or against.
  public enum State: String, Sendable { case open, accepted, rejected }

  /// An entry in a dispute's discussion.
  public struct Entry: Hashable, Sendable {
    /// The time at which it was written.
    public let at: Instant
    /// The person who wrote it.
    public let author: String
    /// The dispute's state after this entry.
    public let state: State
    /// The text written.
    public let text: String
  }
}

extension FactLedger {
  /// Opens a dispute of a line and returns its number.
  ///
  /// - Throws: ``LedgerProblem`` if the line is already in dispute, or the statement doesn't
  ///   exist.
  public func dispute(
    snapshot: Int64, member: String, line: Int, text: String, author: String, at moment: Instant
  ) throws(LedgerProblem) -> Int64 {
    try changing(at: moment) { change in
      let same = try FactLedger.disputes(change.database).first {
        $0.snapshot == snapshot && $0.member == member && $0.line == line && $0.state == .open
      }
      if let same {
        throw LedgerProblem.refused(
          problem: "line \(line) is in dispute already (dispute \(same.number))",
          remedy: "add to it: fulcrum pay dispute reply \(same.number)")
      }
      try change.database.run(
        "INSERT INTO pay_dispute (snapshot, member, line) VALUES (?, ?, ?)",
        snapshot, member, Int64(line))
      let number = change.database.lastInsertedRowID
      try FactLedger.enter(number, .open, text, author, "dispute", in: change)
      return number
    }
  }

  /// Adds to an open dispute, or settles it.
  ///
  /// - Throws: ``LedgerProblem/refused(problem:remedy:)`` if the dispute doesn't exist or is
  ///   settled.
  public func answer(
    dispute number: Int64, _ state: PayDispute.State, text: String, author: String,
    at moment: Instant
  ) throws(LedgerProblem) {
    try changing(at: moment) { change in
      let found = try FactLedger.disputes(change.database).first { $0.number == number }
      guard let dispute = found else {
        throw LedgerProblem.refused(
          problem: "there is no dispute \(number)", remedy: "see fulcrum pay dispute list")
      }
      guard dispute.state == .open else {
        throw LedgerProblem.refused(
          problem: "dispute \(number) is \(dispute.state.rawValue)",
          remedy: "open another one on the line if it is still wrong")
      }
      try FactLedger.enter(
        number, state, text, author, state == .open ? "reply" : "resolve", in: change)
    }
  }

  /// All disputes, oldest first.
  public func payDisputes() throws(LedgerProblem) -> [PayDispute] {
    try reading { try FactLedger.disputes($0) }
  }

  private static func disputes(_ database: Database) throws -> [PayDispute] {
    try Row.fetchAll(database, sql: PaySQL.disputes).map { row in
      PayDispute(
        number: row["number"], snapshot: row["snapshot"], member: row["member"],
        line: row["line"], period: row["period"],
        state: PayDispute.State(rawValue: row["state"]) ?? .open)
    }
  }

  /// The entries of a dispute, in the order written.
  public func payDisputeEntries(_ number: Int64) throws(LedgerProblem) -> [PayDispute.Entry] {
    try reading { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM pay_dispute_entry WHERE dispute = ? ORDER BY number",
        arguments: [number]
      ).map { row in
        PayDispute.Entry(
          at: Instant(milliseconds: row["at"]), author: row["author"],
          state: PayDispute.State(rawValue: row["state"]) ?? .open, text: row["text"])
      }
    }
  }

  private static func enter(
    _ number: Int64, _ state: PayDispute.State, _ text: String, _ author: String, _ step: String,
    in change: Change
  ) throws {
    try change.database.run(
      "INSERT INTO pay_dispute_entry (dispute, at, author, state, text) VALUES (?, ?, ?, ?, ?)",
      number, change.moment.milliseconds, author, state.rawValue, text)
    try FactLedger.step(
      step, about: "dispute \(number)", author: author,
      detail: state == .open ? text : "\(state.rawValue): \(text)", in: change)
  }
}
