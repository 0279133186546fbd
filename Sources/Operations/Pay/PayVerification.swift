internal import Facts
public import Ledger
internal import Pay
internal import Surfaces

/// Recomputes snapshots of pay from the facts and decisions known when each was made.
public struct PayVerification: Sendable {
  private let period: String?

  /// Prepares the verification of one pay period's snapshots, or of all.
  public init(_ period: String?) { self.period = period }

  /// A snapshot that was recomputed.
  public struct Check: Sendable {
    /// The snapshot.
    public let snapshot: PaySnapshot
    /// The number of its statements.
    public let statements: Int
    /// True if every statement came out the same in all but its sentences.
    public let isSame: Bool
    /// True if the sentences came out the same too, byte for byte: another version may word them otherwise.
    public let isWordedAlike: Bool
  }

  /// Recomputes each snapshot, the oldest first.
  ///
  /// - Throws: ``Failure`` if there is none.
  public func run(_ ledger: FactLedger) throws -> [Check] {
    let snapshots = try ledger.paySnapshots().filter { period == nil || $0.period == period }
    guard !snapshots.isEmpty else {
      throw Failure(
        problem: "nothing was processed\(period.map { " for \($0)" } ?? "")",
        remedy: "see 'fulcrum pay runs'")
    }
    return try snapshots.map { snapshot in
      let frozen = try ledger.payStatements(snapshot.number)
      let desk = try PayDesk(ledger, recomputing: snapshot)
      let again = try desk.run.pay(period: snapshot.period).map {
        desk.statement($0, lastFact: snapshot.lastFact).json.compact
      }
      return Check(
        snapshot: snapshot, statements: frozen.count,
        isSame: frozen.map(Self.withoutSentences) == again.map(Self.withoutSentences),
        isWordedAlike: frozen == again)
    }
  }

  /// A statement's JSON without the members that are sentences; the text itself if it is no JSON.
  static func withoutSentences(_ statement: String) -> String {
    do { return strip(try JSON(parsing: statement)).compact } catch { return statement }
  }

  private static let sentences: Set<String> = ["why", "notes", "quota_why"]

  private static func strip(_ json: JSON) -> JSON {
    switch json {
    case .object(let members):
      .object(
        members.filter { !sentences.contains($0.key) }.map { .init($0.key, strip($0.value)) })
    case .array(let values): .array(values.map(strip))
    default: json
    }
  }
}
