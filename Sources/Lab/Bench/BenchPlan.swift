import Facts
import Operations
import Planning
import Simulation

/// The plan that the simulated facts are judged by.
enum BenchPlan {
  static let lapse = 60
  static let lookback = 30
  static let activationSeconds = 1_800
  static let activationMinor = 100

  /// The last simulated day, for which answers are computed.
  static var today: CalendarDay { ManyFacts.firstDay.advanced(by: ManyFacts.days - 1) }

  static let text = """
    business: Many facts
    timezone: UTC
    currency: EUR
    number: { measure: revenue, basis: payments, period: month }
    activation: { money: 1.00, time: 30m, within: 14d, lapse: 60d }
    attribution: { model: position, lookback: 30d }
    """

  static func plan() throws -> Plan { try Plan.checked(text, name: "the benchmark's plan") }

  /// The ids of the plays, by number.
  static var playNames: [Int64: PlayID] {
    var names: [Int64: PlayID] = [:]
    for play in 1...ManyFacts.plays {
      names[Int64(play)] = PlayID(ManyFacts.id(ofPlay: play))
    }
    return names
  }
}
