internal import Scoreboard

/// A common scale for lifts: intervals, point estimates, zero, and the worthwhile lift.
struct LiftScale {
  let low: Double
  let high: Double

  /// Lifts beyond ±this are drawn at the edge.
  private static let most = 1.0

  /// Creates a scale that shows all of the lifts.
  init(_ lifts: [Double]) {
    let seen = lifts.filter(\.isFinite).map { min(max($0, -LiftScale.most), LiftScale.most) }
    let width = max(seen.map { abs($0) }.max() ?? 0, 0.1)
    low = max(-LiftScale.most, min(seen.min() ?? 0, -width * 0.35))
    high = max(seen.max() ?? 0, width * 0.6) * 1.05
  }

  /// Creates the common scale of several plays.
  init(plays: [PlaysAnswer.Play]) {
    self.init(
      plays.flatMap { play in
        [play.interval.lower, play.interval.upper, play.lift.value, play.terms.worthwhile, 0]
          .compactMap(\.self)
      })
  }

  func place(_ lift: Double) -> Double {
    (min(max(lift, low), high) - low) / (high - low) * 100
  }

  /// One play's interval as a line with a point; an open side runs to the edge.
  func drawn(_ play: PlaysAnswer.Play) -> HTML {
    let left = place(play.interval.lower ?? low)
    let right = place(play.interval.upper ?? high)
    let known = play.interval.lower != nil || play.interval.upper != nil
    let band: HTML =
      known
      ? """
      <rect class="two" x="\(at: left)%" y="6" width="\(at: max(right - left, 0.5))%" height="8"/>
      """ : .nothing
    let point: HTML =
      play.lift.value.map { lift -> HTML in
        "<circle class=\"now\" cx=\"\(at: place(lift))%\" cy=\"10\" r=\"4.5\"/>"
      } ?? .nothing
    return """
      <svg width="100%" height="20" role="img" aria-label="\(words(play))"><title>\(words(play))\
      </title>\(stroke("zero", 0))\(stroke("usual", play.terms.worthwhile))\(band)\(point)</svg>
      """
  }

  private func stroke(_ mark: String, _ lift: Double) -> HTML {
    """
    <line class="\(mark)" x1="\(at: place(lift))%" x2="\(at: place(lift))%" y1="0" y2="20"/>
    """
  }

  private func words(_ play: PlaysAnswer.Play) -> String {
    guard let lift = play.lift.value else { return "Lift unknown: \(play.lift.why ?? "")" }
    let interval = LiftScale.interval(play.interval.lower, play.interval.upper)
    return "Lift \(LiftScale.signed(lift)), \(interval)"
  }

  /// `+4.1%`.
  static func signed(_ lift: Double) -> String {
    (lift > 0 ? "+" : "") + Figures.percent(lift)
  }

  /// `95% CI -2.0% to +11.3%`.
  static func interval(_ lower: Double?, _ upper: Double?) -> String {
    let range = range(lower, upper)
    return lower == nil && upper == nil ? range : "95% CI \(range)"
  }

  /// `-2.0% to +11.3%`; `+1.0% or more` if one side is open.
  static func range(_ interval: PlaysAnswer.Interval) -> String {
    range(interval.lower, interval.upper)
  }

  /// An end that rounds to nothing is written as the side of zero that it is on: `above zero`.
  static func range(_ lower: Double?, _ upper: Double?) -> String {
    switch (lower, upper) {
    case (let low?, let high?) where isNearZero(low) && low > 0: "above zero, up to \(signed(high))"
    case (let low?, let high?) where isNearZero(high) && high < 0: "\(signed(low)) to below zero"
    case (let low?, nil) where isNearZero(low) && low > 0: "above zero"
    case (let low?, let high?): "\(signed(low)) to \(signed(high))"
    case (let low?, nil): "\(signed(low)) or more"
    case (nil, let high?): "\(signed(high)) or less"
    case (nil, nil): "no interval yet"
    }
  }

  /// True if a lift is written as `0.0%`.
  private static func isNearZero(_ lift: Double) -> Bool { abs(lift) < 0.0005 }
}

extension Verdict {
  /// A badge that differs by shape, not by colour alone.
  var badge: HTML {
    let words =
      switch self {
      case .worked: "worked"
      case .didNotWork: "failed"
      case .inconclusive: "inconclusive"
      case .tooEarly: "too early"
      case .withheld(.sampleRatio): "withheld"
      case .withheld(.unproven): "not proven"
      }
    return "<span class=\"verdict \(word)\">\(words)</span>"
  }

  /// A verdict's ``word`` as people read it: `failed` for `did-not-work`.
  static func shown(_ word: String) -> String {
    word == "did-not-work" ? "failed" : word.split(separator: "-").joined(separator: " ")
  }
}
