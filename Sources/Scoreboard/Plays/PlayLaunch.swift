public import Facts
public import Planning
public import Statistics

/// A play being started: its declaration and the lot that divides its list.
public struct PlayLaunch: Sendable {
  /// The play's id, as facts will name it.
  public let play: PlayID
  /// The lever that runs the play.
  public let lever: Lever
  /// The declaration of the play.
  public let declaration: PlayDeclaration
  /// The division of the list.
  public let division: Division
  /// The keyed hash that draws the lot; sealed with the play, so anybody can repeat the draw.
  public let hash: KeyedHash

  /// The ways to divide a list.
  public enum Division: Sendable, Equatable {
    /// Nobody is held out, so the play can never count as having worked.
    case everybody
    /// A share is held out for good.
    case holdout(Double)
    /// Everybody is reached, in waves in an order drawn by lot, one wave every `every` days.
    ///
    /// Customers of later waves are the control of earlier ones.
    case waves(Int, every: Int)
  }

  /// The lot's result for a customer.
  public enum Side: Sendable, Hashable {
    case kept
    case reach
    /// To be reached in a wave, counted from 1.
    case wave(Int)

    /// The word used in lists: `kept`, `reach`, `wave-2`.
    public var name: String {
      switch self {
      case .kept: "kept"
      case .reach: "reach"
      case .wave(let number): "wave-\(number)"
      }
    }
  }

  /// Lists shorter than this hold out twice the usual share.
  public static let longList = 5000

  /// The default holdout share: a tenth, or a fifth of short lists.
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

  /// The declaration as a fact; nil if its id would be invalid.
  public func fact(at moment: Instant) -> Fact? {
    FactID("play:\(play.text)").map {
      Fact(id: $0, at: moment, play: play, lever: lever, body: .play(declaration))
    }
  }

  /// The lot's result for a customer; always the same under the same key.
  public func side(of customer: CustomerID) -> Side {
    let draw = hash(Array("\(play.text)\u{0}\(customer.text)".utf8))
    switch division {
    case .everybody: return .reach
    case .holdout(let share): return Double(draw) / 0x1p64 < share ? .kept : .reach
    case .waves(let count, _): return .wave(1 + Int(draw % UInt64(count)))
    }
  }

  /// The lot's result as facts: one, or one for each wave until the customer is reached.
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
    // If the id would be too long, two hashes replace the names.
    let second = KeyedHash(low: hash.key.high, high: hash.key.low)
    let id =
      FactID(name)
      ?? FactID("lot:\(wave):\(hash(Array(name.utf8))):\(second(Array(name.utf8)))")
    return id.map {
      Fact(id: $0, at: moment, customer: customer, play: play, body: .holdout(body))
    }
  }

  /// The terms that are fixed by starting the play now.
  public func terms(_ plan: Plan) -> PlayTerms {
    PlayTerms(play, lever, declaration, window: plan.activation.within ?? PlayTerms.usualWindow)
  }
}
