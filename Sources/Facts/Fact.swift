/// One thing that happened, immutable, with an id of its own.
public struct Fact: Hashable, Sendable {
  /// The sender's own id, unique in the ledger.
  public let id: FactID
  /// When it happened.
  public let at: Instant
  /// Whom it happened to; nil for kinds and facts that are about no one.
  public let customer: CustomerID?
  /// Which play it comes of or tells about; nil for none.
  public let play: PlayID?
  /// Which lever it is booked to; nil where its play says so, or nothing does.
  public let lever: Lever?
  /// Who did it, or gets the credit by `credit: owner`; nil for nobody.
  public let member: MemberID?
  /// Where it came from.
  public let source: String?
  /// What it says.
  public let body: Body
  /// Fields that Fulcrum has no meaning for, kept as they came, sorted by key.
  public let props: [JSON.Member]

  /// What a fact says, by kind.
  public enum Body: Hashable, Sendable {
    case play(PlayDeclaration)
    case touch(channel: String?)
    case holdout(HoldoutBody)
    case money(MoneyBody)
    /// A customer spent this many seconds.
    case time(seconds: Int64)
    case deal(DealBody)
    case cost(Money)
    case score(ScoreBody)
    case work(WorkBody)
    case customer(attributes: [JSON.Member])
    case note(NoteBody)
    case retract(fact: FactID, why: String)
  }

  /// A fact from its parts.
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

/// The kinds of facts.
public enum FactKind: String, CaseIterable, Hashable, Sendable {
  case play, touch, holdout, money, time, deal, cost, score, work, customer, note, retract

  /// 1 to 12, as kept in the ledger; never renumbered.
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

  /// The kind of a ``number``.
  public init?(number: Int) {
    guard FactKind.allCases.indices.contains(number - 1) else { return nil }
    self = FactKind.allCases[number - 1]
  }
}
