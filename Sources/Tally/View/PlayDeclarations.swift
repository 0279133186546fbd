public import Facts
public import Ledger

/// One declaration of a play, as of a view.
public struct DeclaredPlay: Sendable, Equatable {
  /// The ledger's number of the play.
  public let number: Int64
  /// The declaring fact, of kind `play`.
  public let fact: Fact
  /// The time when the ledger received the fact.
  public let received: Instant

  /// The declaration; nil for a fact of another kind.
  public var declaration: PlayDeclaration? {
    if case .play(let declaration) = fact.body { return declaration }
    return nil
  }

  /// A declaration from its parts.
  public init(number: Int64, fact: Fact, received: Instant) {
    self.number = number
    self.fact = fact
    self.received = received
  }
}

extension Timelines {
  /// Every declaration of a play in force, in the order kept.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public func declaredPlays() throws(LedgerProblem) -> [DeclaredPlay] {
    var declared: [DeclaredPlay] = []
    for declaration in visibleDeclarations.sorted(by: { $0.number < $1.number }) {
      guard let kept = try source.ledger.fact(of: declaration.number) else { continue }
      declared.append(
        DeclaredPlay(number: declaration.play, fact: kept.fact, received: kept.received))
    }
    return declared
  }
}
