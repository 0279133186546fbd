public import Facts

/// What a write key may send, and from where.
public struct KeyScope: Hashable, Sendable {
  /// The kinds of facts that it may send.
  public let kinds: Set<FactKind>
  /// Web pages that may send with it, as browsers name them (`https://shop.example`); empty for none.
  public let origins: Set<String>
  /// Rows a day that may be refused, past which nothing more is taken from it that day.
  public let refusedMost: Int

  /// What programs send. Plays, holdouts, notes and retractions decide what others' facts mean, so that a key
  /// sends them only where that is said.
  public static let usualKinds: Set<FactKind> = [
    .money, .time, .touch, .deal, .cost, .score, .customer, .work,
  ]
  /// Refused rows a day where nothing else is said.
  public static let usualRefused = 10_000

  /// A scope; what is left out is the usual.
  public init(
    kinds: Set<FactKind> = KeyScope.usualKinds, origins: Set<String> = [],
    refusedMost: Int = KeyScope.usualRefused
  ) {
    self.kinds = kinds
    self.origins = origins
    self.refusedMost = refusedMost
  }

  /// The kinds by commas, in the order of the guide's table.
  public var kindWords: String {
    FactKind.allCases.filter(kinds.contains).map(\.rawValue).joined(separator: ",")
  }
}

/// What a key sent on one day (UTC).
public struct Sending: Hashable, Sendable {
  /// Facts that were new.
  public var kept = 0
  /// Facts that were there already.
  public var known = 0
  /// Rows that were refused.
  public var refused = 0

  /// Nothing yet.
  public init() {}
}
