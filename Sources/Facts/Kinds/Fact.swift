/// One thing that happened: immutable, with its own id.
public struct Fact: Hashable, Sendable {
  /// The sender's id of the fact, unique in the ledger.
  public let id: FactID
  /// The time at which it happened.
  public let at: Instant
  /// The customer it happened to; nil for kinds and facts that concern no customer.
  public let customer: CustomerID?
  /// The play that the fact belongs to or describes; nil if none.
  public let play: PlayID?
  /// The lever that the fact is booked to; nil if its play decides or none does.
  public let lever: Lever?
  /// The member who did it, or gets its credit under `credit: owner`; nil if nobody.
  public let member: MemberID?
  /// The name of the source that the fact came from; nil if not given.
  public let source: String?
  /// The content, by kind.
  public let body: Body
  /// Fields without a meaning to Fulcrum, kept unchanged and sorted by key.
  public let props: [JSON.Member]

  /// A fact's content, by kind.
  public enum Body: Hashable, Sendable {
    case play(PlayDeclaration)
    case touch(channel: String?)
    case holdout(HoldoutBody)
    case money(MoneyBody)
    /// Time that a customer spent, in seconds.
    case time(seconds: Int64)
    case deal(DealBody)
    case cost(Money)
    case score(ScoreBody)
    case work(WorkBody)
    case customer(attributes: [JSON.Member])
    case note(NoteBody)
    case retract(fact: FactID, why: String)
  }

  /// A fact. Nothing is validated here; ``FactReader`` does that.
  public init(
    id: FactID, at: Instant, customer: CustomerID? = nil, play: PlayID? = nil, lever: Lever? = nil,
    member: MemberID? = nil, source: String? = nil, body: Body, props: [JSON.Member] = []
  ) {
    self.id = id
    self.at = at
    self.customer = customer
    self.play = play
    self.lever = lever
    self.member = member
    self.source = source
    self.body = body
    self.props = props
  }

  /// The kind of ``body``.
  public var kind: FactKind {
    switch body {
    case .play: .play
    case .touch: .touch
    case .holdout: .holdout
    case .money: .money
    case .time: .time
    case .deal: .deal
    case .cost: .cost
    case .score: .score
    case .work: .work
    case .customer: .customer
    case .note: .note
    case .retract: .retract
    }
  }
}

/// The kinds of fact.
public enum FactKind: String, CaseIterable, Hashable, Sendable {
  case play, touch, holdout, money, time, deal, cost, score, work, customer, note, retract

  /// The number that the ledger stores, 1 to 12; never renumbered.
  public var number: Int {
    switch self {
    case .play: 1
    case .touch: 2
    case .holdout: 3
    case .money: 4
    case .time: 5
    case .deal: 6
    case .cost: 7
    case .score: 8
    case .work: 9
    case .customer: 10
    case .note: 11
    case .retract: 12
    }
  }

  /// The kind with a ``number``; nil if there isn't one.
  public init?(number: Int) {
    guard FactKind.allCases.indices.contains(number - 1) else { return nil }
    self = FactKind.allCases[number - 1]
  }
}
