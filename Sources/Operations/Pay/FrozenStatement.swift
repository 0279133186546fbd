internal import Facts
public import Ledger
public import Pay
internal import Surfaces

/// Finds a member's statement in the latest snapshot of a period.
public enum FrozenStatement {
  /// Returns the snapshot and the statement.
  ///
  /// - Throws: ``Failure`` if the period was never processed, or the member has none.
  public static func find(
    _ ledger: FactLedger, _ member: String, _ period: String
  ) throws -> (PaySnapshot, Statement) {
    let snapshots = try ledger.paySnapshots()
    guard let snapshot = snapshots.last(where: { $0.period == period }) else {
      throw Failure(
        problem: "\(period) was never processed",
        remedy: "freeze it first: fulcrum pay process \(period)")
    }
    let body = try ledger.payStatement(snapshot.number, member)
    guard let body else {
      throw Failure(
        problem: "\(member) has no statement for \(period)",
        remedy: "check the id and the period with 'fulcrum pay runs'")
    }
    return (snapshot, try Statement.frozen(body, snapshot.number))
  }
}

extension Statement {
  /// Parses a statement from a snapshot.
  ///
  /// - Throws: ``Failure`` if it is damaged.
  public static func frozen(_ body: String, _ snapshot: Int64) throws(Failure) -> Statement {
    do {
      if let statement = Statement(json: try JSON(parsing: body)) { return statement }
    } catch { throw damaged(snapshot, ", \(error.problem) at byte \(error.column)") }
    throw damaged(snapshot, "")
  }

  private static func damaged(_ snapshot: Int64, _ detail: String) -> Failure {
    Failure(
      problem: "a statement of snapshot \(snapshot) is damaged\(detail)",
      remedy: "check the file with 'fulcrum doctor', or restore a backup")
  }
}
