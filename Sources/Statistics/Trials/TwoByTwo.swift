import Foundation

/// Units and events of a treated and a control group, for one day and stratum.
public struct TwoByTwo: Sendable, Equatable {
  /// The number of treated units.
  public let treated: Int
  /// The number of treated units with the event.
  public let treatedEvents: Int
  /// The number of control units.
  public let control: Int
  /// The number of control units with the event.
  public let controlEvents: Int

  /// A table; each unit's event counts once, so that events do not exceed units.
  public init(treated: Int, treatedEvents: Int, control: Int, controlEvents: Int) {
    precondition(
      (0...max(treated, 0)).contains(treatedEvents) && treated >= 0
        && (0...max(control, 0)).contains(controlEvents) && control >= 0,
      "events are within their units")
    self.treated = treated
    self.treatedEvents = treatedEvents
    self.control = control
    self.controlEvents = controlEvents
  }

  /// All units.
  public var units: Int { treated + control }
  /// All events.
  public var events: Int { treatedEvents + controlEvents }

  /// The variance of the treated group's events without an effect, given all totals.
  var variance: Double {
    guard units > 1 else { return 0 }
    let (n, m) = (Double(units), Double(events))
    return m * Double(treated) * Double(control) * (n - m) / (n * n * (n - 1))
  }

  static func + (one: TwoByTwo, other: TwoByTwo) -> TwoByTwo {
    TwoByTwo(
      treated: one.treated + other.treated, treatedEvents: one.treatedEvents + other.treatedEvents,
      control: one.control + other.control, controlEvents: one.controlEvents + other.controlEvents)
  }

  static let nothing = TwoByTwo(treated: 0, treatedEvents: 0, control: 0, controlEvents: 0)

  /// The odds ratio of a unit under a rate ratio, at the base rate of these totals.
  ///
  /// Under ratio R the base rate is p = events / (control + R treated), and the odds ratio R (1 −
  /// p) / (1 − R p). The base rate is kept away from 0, 1 and 1 / R, where odds are undefined.
  func odds(ratio: Double) -> Double {
    let base = Double(events) / (Double(control) + ratio * Double(treated))
    let p = min(max(base, 1e-12), 0.9 / ratio, 1 - 1e-12)
    return ratio * (1 - p) / (1 - ratio * p)
  }

  /// The log odds ratio of a rate ratio, at the pooled rate of both groups.
  func logOdds(ratio: Double) -> Double {
    let p = min(max(Double(events) / Double(units), 1e-12), 0.9 / ratio)
    return log(ratio * (1 - p) / (1 - ratio * p))
  }
}
