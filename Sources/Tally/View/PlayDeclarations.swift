public import Facts
public import Ledger

/// One declaration of a play, as a view knows it.
public struct DeclaredPlay: Sendable, Equatable {
  /// The ledger's number of the play.
  public let number: Int64
  /// The declaration, of kind `play`.
  public let fact: Fact
  /// When the ledger learnt it.
  public let received: Instant

  /// What it declares; nil for a fact of another kind.
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
  /// Every declaration of a play that is in force, in the order in which they were kept.
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
