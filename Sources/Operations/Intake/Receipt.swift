public import Facts
public import Intake
public import Ledger

/// Decides a fact's time of receipt.
///
/// An export states it. The stated time counts until the ledger has finished its first import, so
/// that an export can be restored. After that no sender can add a fact to a day that was already
/// shown.
public struct Receipt: Sendable {
  /// True if stated times of receipt count.
  private let believes: Bool

  /// Creates the rule for a ledger's next import.
  public init(_ ledger: FactLedger) throws(LedgerProblem) {
    believes = try ledger.imports().isEmpty
  }

  /// The stated time, if it counts and is not in the future; nil for the time of storing.
  public func time(of taken: IntakeBatch.Taken, now: Instant) -> Instant? {
    guard believes, let stated = taken.received, stated <= now else { return nil }
    return stated
  }
}
