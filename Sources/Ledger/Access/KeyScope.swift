public import Facts

/// The limits on what a write key may send, and from where.
public struct KeyScope: Hashable, Sendable {
  /// The kinds of facts that the key may send.
  public let kinds: Set<FactKind>
  /// The origins of web pages that may send with it, as browsers state them
  /// (`https://shop.example`); empty for none.
  public let origins: Set<String>
  /// The daily limit of rejected rows, after which nothing more is accepted from the key that
  /// day.
  public let refusedMost: Int

  /// The default kinds: those that programs send.
  ///
  /// Plays, holdouts, notes and retractions decide the meaning of others' facts, so a key may
  /// send them only if its scope lists them.
  public static let usualKinds: Set<FactKind> = [
    .money, .time, .touch, .deal, .cost, .score, .customer, .work,
  ]
  /// The default of ``refusedMost``, in rows a day.
  public static let usualRefused = 10_000

  /// A scope with defaults for omitted parts.
  public init(
    kinds: Set<FactKind> = KeyScope.usualKinds, origins: Set<String> = [],
    refusedMost: Int = KeyScope.usualRefused
  ) {
    self.kinds = kinds
    self.origins = origins
    self.refusedMost = refusedMost
  }

  /// The kinds separated by commas, in the order of the guide's table.
  public var kindWords: String {
    FactKind.allCases.filter(kinds.contains).map(\.rawValue).joined(separator: ",")
  }
}

/// The counts of what a key sent, on one day (UTC) or in all.
public struct Sending: Hashable, Sendable {
  /// New facts.
  public var kept = 0
  /// Duplicates of facts in the ledger.
  public var known = 0
  /// Rejected rows.
  public var refused = 0

  /// All counts zero.
  public init() {}
}
