internal import Facts
internal import Scoreboard

/// A gauge of the share of the target that is in. Today is drawn lighter; a stroke marks the share
/// that is usual by the end of the last finished day.
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
    let isIn = "\(Figures.percent(share)) of the target is in"
    guard let usual else { return isIn }
    guard abs(fresh) > 0.0005 else {
      return "\(isIn); usually it is \(Figures.percent(usual)) by now, where the stroke is"
    }
    let came = fresh > 0 ? "of it came today" : "was taken back today"
    return "\(isIn), \(Figures.percent(abs(fresh))) \(came); by last night it was "
      + "\(Figures.percent(share - fresh)), and usually is \(Figures.percent(usual)), where the "
      + "stroke is"
  }
}
