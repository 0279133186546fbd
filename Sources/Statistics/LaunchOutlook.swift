import Foundation

/// What a daily test will say and when, before it is started, if the lift is truly so much.
///
/// Both walks are taken as one normal sum between two bounds: above the upper one an effect is shown,
/// below the lower one that the lift is too small.
public struct LaunchOutlook: Sendable, Equatable {
  /// The chance that an effect is shown by the last look.
  public let chanceOfEffect: Double
  /// The chance that the lift is shown to be below the worthwhile one.
  public let chanceOfTooSmall: Double
  /// The look by which half of all tests have shown an effect; nil where fewer than half ever do.
  public let medianEffectLook: Int?
  /// The look by which half of all tests have either answer; nil where fewer than half ever have.
  public let medianLook: Int?
  /// The look by which four of five tests have either answer; nil where fewer ever have.
  public let likelyLook: Int?
  /// Looks that the usual information takes, however many are allowed; ∞ where nothing comes in.
  public let looksNeeded: Double

  /// The chance of an answer other than "unproven".
  public var chanceOfAnswer: Double { chanceOfEffect + chanceOfTooSmall }
  /// Whether an answer is unlikelier than not: better not to start like this.
  public var isHopeless: Bool { chanceOfAnswer < 0.5 }

  /// - Parameters:
  ///   - rules: Those of the test.
  ///   - treatedPerDay: Treated units whose outcome is known, for each look.
  ///   - controlPerDay: Control units, likewise.
  ///   - baseRate: The control's share of units with an event, 0 … 1.
  ///   - lift: The true lift, above −1.
  ///   - fineness: Of the grid that the walk is followed on; 8 gives chances to about 0.001, 24 to 1e-6.
  public init(
    rules: SequentialRules, treatedPerDay: Double, controlPerDay: Double, baseRate: Double,
    lift: Double, fineness: Int = 24
  ) {
    precondition(treatedPerDay >= 0 && controlPerDay >= 0 && lift > -1)
    precondition(baseRate >= 0 && baseRate < 1, "the base rate is a share")
    let units = treatedPerDay + controlPerDay
    let events = baseRate * (controlPerDay + (1 + lift) * treatedPerDay)
    let rate = units > 0 ? min(events / units, 0.9 / rules.worthwhileRatio) : 0
    let shift = log(rules.worthwhileRatio * (1 - rate) / (1 - rules.worthwhileRatio * rate))
    let variance = rate * (1 - rate)
    let daily =
      units > 0
      ? treatedPerDay * controlPerDay / units * variance * shift * shift / rules.fullInformation
      : 0
    looksNeeded = rules.usualLooks(treatedPerDay, controlPerDay, baseRate, lift: lift)
    guard daily > 0 else {
      (chanceOfEffect, chanceOfTooSmall) = (0, 0)
      (medianEffectLook, medianLook, likelyLook) = (nil, nil, nil)
      return
    }
    // How far the groups' rates lie apart, on the scale of z for one unit of information time: truly,
    // and had the same events come with the worthwhile lift.
    let scale = rules.fullInformation.squareRoot() / (variance * shift)
    let worthwhileEvents = controlPerDay + rules.worthwhileRatio * treatedPerDay
    let worthwhileDrift = scale * rate * units / worthwhileEvents * rules.worthwhile
    var boundary = GaussianBoundary(fineness: fineness)
    var walk = GaussianWalk(drift: scale * baseRate * lift, fineness: fineness)
    var (effect, tooSmall) = (0.0, 0.0)
    var (medianEffect, median, likely): (Int?, Int?, Int?) = (nil, nil, nil)
    for look in 1...rules.looks {
      let time = daily * Double(look)
      let allowance = rules.spending(time: time, look: look)
      guard let upper = boundary.next(information: time, allowance: allowance) else { continue }
      let lower = min(worthwhileDrift * time.squareRoot() - upper, upper)
      effect += walk.chanceAbove(upper, at: time)
      tooSmall += walk.chanceBelow(lower, at: time)
      walk.advance(to: time, below: upper, above: lower)
      if medianEffect == nil, effect >= 0.5 { medianEffect = look }
      if median == nil, effect + tooSmall >= 0.5 { median = look }
      if likely == nil, effect + tooSmall >= 0.8 { likely = look }
    }
    (chanceOfEffect, chanceOfTooSmall) = (effect, tooSmall)
    (medianEffectLook, medianLook, likelyLook) = (medianEffect, median, likely)
  }
}

extension SequentialRules {
  /// τ (z + z)² / (ln R₁)² / [N h (1 − h) p / (1 − p)], with N units a day, h of them held out.
  fileprivate func usualLooks(
    _ treated: Double, _ control: Double, _ baseRate: Double, lift: Double
  ) -> Double {
    let shift = log(worthwhileRatio)
    let weight = treated * control * baseRate / (1 - baseRate)
    guard weight > 0 else { return .infinity }
    let perDay = weight / (treated + control) * shift * shift
    return usualTime(ratio: log1p(lift) / shift) * fullInformation / perDay
  }

  /// The information time at which half of the tests have an answer.
  ///
  /// Found by simulation with 90 looks, by how many times the worthwhile lift's log the true one's is;
  /// between the points straight lines in logs. Lifts between none and the worthwhile one take longer.
  func usualTime(ratio: Double) -> Double {
    let points = [(1.0, 0.9), (1.5, 0.43), (2.5, 0.18), (5, 0.09)]
    return exp(interpolate(log(max(ratio, 1)), points.map { log($0.0) }, points.map { log($0.1) }))
  }
}

/// How far a running test still has to go at the present rate.
public struct TestProgress: Sendable, Equatable {
  /// Units that must still come in; nil where nothing is known yet.
  public let unitsNeeded: Int?
  /// Looks until then at the present rate; nil where nothing is known yet.
  public let looksNeeded: Int?
  /// Whether that is past the last look.
  public let comesTooLate: Bool

  /// - Parameters:
  ///   - rules: Those of the test.
  ///   - looks: Looks so far.
  ///   - informationTime: Of the last look.
  ///   - units: All units so far.
  ///   - lift: The lift to be judged, for instance the one seen so far; the worthwhile one if nil.
  public init(
    rules: SequentialRules, looks: Int, informationTime: Double, units: Int, lift: Double? = nil
  ) {
    let ratio = log1p(max(lift ?? rules.worthwhile, -0.99)) / log(rules.worthwhileRatio)
    let goal = rules.usualTime(ratio: ratio)
    guard informationTime > 0, looks > 0, units > 0 else {
      (unitsNeeded, looksNeeded, comesTooLate) = (nil, nil, looks >= rules.looks)
      return
    }
    let more = max(goal / informationTime - 1, 0)
    // Beyond this "never" is the only thing to say.
    let most = 1e12
    unitsNeeded = Int(min((more * Double(units)).rounded(.up), most))
    let further = Int(min((more * Double(looks)).rounded(.up), most))
    looksNeeded = further
    comesTooLate = looks + further > rules.looks
  }
}
