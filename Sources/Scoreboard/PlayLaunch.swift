public import Facts
public import Planning
public import Statistics

/// A play that is started: what is declared, and how the lot divides its list.
public struct PlayLaunch: Sendable {
  /// As facts will name it.
  public let play: PlayID
  /// Who does it.
  public let lever: Lever
  /// What is declared.
  public let declaration: PlayDeclaration
  /// How the list is divided.
  public let division: Division
  /// Draws the lot: sealed with the play, so that anybody can draw it again.
  public let hash: KeyedHash

  /// How a list is divided.
  public enum Division: Sendable, Equatable {
    /// Nobody is kept from it: it can never be said to have worked.
    case everybody
    /// A share is kept from it for good.
    case holdout(Double)
    /// Everybody is reached, in an order drawn by lot, a wave every so many days; those of later waves are
    /// held against those of earlier ones.
    case waves(Int, every: Int)
  }

  /// What the lot gave a customer.
  public enum Side: Sendable, Hashable {
    case kept
    case reach
    /// To be reached in a wave, counted from 1.
    case wave(Int)

    /// The word for it in lists: `kept`, `reach`, `wave-2`.
    public var name: String {
      switch self {
      case .kept: "kept"
      case .reach: "reach"
      case .wave(let number): "wave-\(number)"
      }
    }
  }

  /// A list shorter than this keeps back twice the usual share.
  public static let longList = 5000

  /// The share that is kept back where nobody says: a tenth, of short lists a fifth.
  public static func usualHoldout(list: Int?) -> Double {
    list.map { $0 < longList } ?? false ? 0.2 : 0.1
  }

  /// A launch from its parts.
  public init(
    play: PlayID, lever: Lever, declaration: PlayDeclaration, division: Division, hash: KeyedHash
  ) {
    self.play = play
    self.lever = lever
    self.declaration = declaration
    self.division = division
    self.hash = hash
  }

  /// The declaration as a fact.
  public func fact(at moment: Instant) -> Fact? {
    FactID("play:\(play.text)").map {
      Fact(id: $0, at: moment, play: play, lever: lever, body: .play(declaration))
    }
  }

  /// What the lot gives a customer: always the same under the same key.
  public func side(of customer: CustomerID) -> Side {
    let draw = hash(Array("\(play.text)\u{0}\(customer.text)".utf8))
    switch division {
    case .everybody: return .reach
    case .holdout(let share): return Double(draw) / 0x1p64 < share ? .kept : .reach
    case .waves(let count, _): return .wave(1 + Int(draw % UInt64(count)))
    }
  }

  /// What the lot gave a customer, as facts: one, or for waves one for each wave until they are reached.
  public func facts(_ customer: CustomerID, _ side: Side, zone: Zone, now: Instant) -> [Fact] {
    let start = max(now, zone.start(of: declaration.from))
    switch (side, division) {
    case (.wave(let own), .waves(_, let every)):
      return (1...own).compactMap { wave in
        let day = declaration.from.advanced(by: (wave - 1) * every)
        return lot(
          customer, .init(arm: wave == own ? .reach : .kept, wave: wave),
          at: wave == 1 ? start : max(now, zone.start(of: day)))
      }
    case (.kept, _): return [lot(customer, .kept, at: start)].compactMap(\.self)
    default: return [lot(customer, .init(arm: .reach), at: start)].compactMap(\.self)
    }
  }

  private func lot(_ customer: CustomerID, _ body: HoldoutBody, at moment: Instant) -> Fact? {
    let wave = body.wave ?? 0
    let name = "lot:\(play.text):\(wave):\(customer.text)"
    // Ids that would be too long are told apart by two hashes.
    let second = KeyedHash(low: hash.key.high, high: hash.key.low)
    let id =
      FactID(name)
      ?? FactID("lot:\(wave):\(hash(Array(name.utf8))):\(second(Array(name.utf8)))")
    return id.map {
      Fact(id: $0, at: moment, customer: customer, play: play, body: .holdout(body))
    }
  }

  /// The terms as they are fixed by starting it now.
  public func terms(_ plan: Plan) -> PlayTerms {
    PlayTerms(play, lever, declaration, window: plan.activation.within ?? PlayTerms.usualWindow)
  }
}
