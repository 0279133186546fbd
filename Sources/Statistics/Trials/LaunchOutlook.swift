import Foundation

/// The expected course of a daily test before it starts, for an assumed true lift.
///
/// Both walks are approximated by one normal sum between two bounds: above the upper one an effect
/// is shown, below the lower one the lift is shown to be too small.
public struct LaunchOutlook: Sendable, Equatable {
  /// The probability that an effect is shown by the last look.
  public let chanceOfEffect: Double
  /// The probability that the lift is shown to be below the worthwhile one.
  public let chanceOfTooSmall: Double
  /// The look by which half of all tests have shown an effect; nil if fewer than half ever do.
  public let medianEffectLook: Int?
  /// The look by which half of all tests have an answer; nil if fewer than half ever do.
  public let medianLook: Int?
  /// The look by which four of five tests have an answer; nil if fewer ever do.
  public let likelyLook: Int?
  /// The number of looks that the usual information takes, even past the limit; ∞ without data.
  public let looksNeeded: Double

  /// The probability of an answer other than "unproven".
  public var chanceOfAnswer: Double { chanceOfEffect + chanceOfTooSmall }
  /// True if an answer is less likely than not, so that the test should not start like this.
  public var isHopeless: Bool { chanceOfAnswer < 0.5 }

  /// Computes the outlook of a test.
  ///
  /// - Parameters:
  ///   - rules: The rules of the test.
  ///   - treatedPerDay: Treated units whose outcome becomes known, per look.
  ///   - controlPerDay: Control units, likewise.
  ///   - baseRate: The control group's share of units with an event, from 0 to below 1.
  ///   - lift: The assumed true lift, above −1.
  ///   - fineness: The fineness of the walk's grid; 8 gives probabilities to about 0.001, 24 to
  ///     1e-6.
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
    // Drift per unit of information time on the z scale: the true one, and the one if the same
    // events came with the worthwhile lift.
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
  /// The usual number of looks for an answer; ∞ without data.
  ///
  /// τ (z + z)² / (ln R₁)² / [N h (1 − h) p / (1 − p)], with N units a day and a share h of them
  /// held out.
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
  /// Found by simulation with 90 looks, as a function of the true lift's log in units of the
  /// worthwhile lift's log; interpolated linearly in logs. Lifts between zero and the worthwhile
  /// one take longer.
  func usualTime(ratio: Double) -> Double {
    let points = [(1.0, 0.9), (1.5, 0.43), (2.5, 0.18), (5, 0.09)]
    return exp(interpolate(log(max(ratio, 1)), points.map { log($0.0) }, points.map { log($0.1) }))
  }
}

/// The remaining length of a running test at the present rate.
public struct TestProgress: Sendable, Equatable {
  /// The number of units still to come; nil without information.
  public let unitsNeeded: Int?
  /// The number of looks until then at the present rate; nil without information.
  public let looksNeeded: Int?
  /// True if that is past the last look.
  public let comesTooLate: Bool

  /// Computes the progress of a test.
  ///
  /// - Parameters:
  ///   - rules: The rules of the test.
  ///   - looks: The number of looks so far.
  ///   - informationTime: The information time of the last look.
  ///   - units: All units so far.
  ///   - lift: The lift to be judged, for instance the one observed so far; the worthwhile one if
  ///     nil.
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
    // Larger numbers only mean "never".
    let most = 1e12
    unitsNeeded = Int(min((more * Double(units)).rounded(.up), most))
    let further = Int(min((more * Double(looks)).rounded(.up), most))
    looksNeeded = further
    comesTooLate = looks + further > rules.looks
  }
}
