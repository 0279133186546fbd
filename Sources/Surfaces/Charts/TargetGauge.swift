internal import Facts
internal import Scoreboard

/// A gauge of the share of the target that is in. Today is drawn lighter; a mark shows the share
/// that is due by the end of the last finished day.
struct TargetGauge {
  private let share: Double
  private let fresh: Double
  private let usual: Double?

  /// Nil if the target is unknown or not above zero.
  init?(_ flash: Flash) {
    guard let target = flash.number.target.value, target.minor > 0 else { return nil }
    let whole = Double(target.minor)
    share = Double(flash.number.actual.minor) / whole
    fresh = Double(flash.number.actual.minor - flash.forecast.soFar.minor) / whole
    usual = flash.clock.shareExpected.value
  }

  var html: HTML { Bars.gauge(share, usual: usual, words: words, fresh: fresh) }

  /// The gauge as one sentence without a full stop.
  var words: String {
    let isIn = "\(Figures.percent(share)) of target"
    guard let usual else { return isIn }
    guard abs(fresh) > 0.0005 else {
      return "\(isIn). \(onPace(usual))"
    }
    let points = Figures.percent(abs(fresh)).dropLast()
    let came = fresh > 0 ? "points of it today" : "points taken back today"
    return "\(isIn), \(points) \(came). \(onPace(usual))"
  }

  private func onPace(_ usual: Double) -> String {
    "On pace at the end of the last day: \(Figures.percent(usual)) (the mark)"
  }
}
