import Facts
import Foundation
import Statistics

/// Simulated plays of one kind, each judged every day by the code that judges real ones.
struct HonestyCell: Sendable {
  /// The units of one day, and the chance of an event in each group.
  struct Day: Sendable {
    let treated: Int
    let control: Int
    let treatedRate: Double
    let controlRate: Double
  }

  let name: String
  let lift: Double
  let days: [Day]
  let runs: Int
  let seed: UInt64

  static let looks = 90

  /// A play with the same traffic each day.
  init(units: Int, base: Double, holdout: Double, lift: Double, runs: Int, seed: UInt64) {
    name = "\(units) a day, \(base * 100) % base, \(Int(holdout * 100)) % held out"
    self.lift = lift
    self.runs = runs
    self.seed = seed
    let control = Int((Double(units) * holdout).rounded())
    let day = Day(
      treated: units - control, control: control, treatedRate: base * (1 + lift),
      controlRate: base)
    days = [Day](repeating: day, count: Self.looks)
  }

  /// A play without effect whose holdout shrinks from 50 % to 10 % on day 30 while the base rate
  /// doubles.
  init(ramp units: Int, runs: Int, seed: UInt64) {
    name = "\(units) a day, holdout 50 % to 10 % and base 3 % to 6 % on day 30"
    lift = 0
    self.runs = runs
    self.seed = seed
    days = (1...Self.looks).map { day in
      let control = day < 30 ? units / 2 : units / 10
      let rate = day < 30 ? 0.03 : 0.06
      return Day(
        treated: units - control, control: control, treatedRate: rate, controlRate: rate)
    }
  }

  /// Simulates all runs. Returns the verdicts, and for every run and day the events of treated and
  /// control.
  func play() -> (outcome: HonestyOutcome, events: [Int32]) {
    var random = SeededRandom(seed: seed)
    let draws = days.map { day in
      "\(day.treated) \(day.treatedRate) \(day.control) \(day.controlRate)"
    }
    var known: [String: (treated: BinomialTable, control: BinomialTable)] = [:]
    for (day, key) in zip(days, draws) where known[key] == nil {
      known[key] = (
        BinomialTable(units: day.treated, chance: day.treatedRate),
        BinomialTable(units: day.control, chance: day.controlRate)
      )
    }
    let tables = draws.compactMap { known[$0] }
    var events: [Int32] = []
    events.reserveCapacity(2 * runs * days.count)
    var outcome = HonestyOutcome()
    for _ in 0..<runs {
      var test = ExactDailyTest(rules: SequentialRules(looks: Self.looks))
      for (day, table) in zip(days, tables) {
        let (x, y) = (table.treated.draw(&random), table.control.draw(&random))
        events.append(Int32(x))
        events.append(Int32(y))
        guard test.decision == .undecided else { continue }
        test.look([
          TwoByTwo(treated: day.treated, treatedEvents: x, control: day.control, controlEvents: y)
        ])
      }
      outcome.add(test)
    }
    return (outcome, events)
  }

  /// The cell and its outcome, for other programs.
  func json(_ outcome: HonestyOutcome) -> JSON {
    JSON.members([
      "cell": .string(name), "lift": .double(lift), "runs": .integer(runs),
      "treated": .array(days.map { .integer($0.treated) }),
      "control": .array(days.map { .integer($0.control) }),
      "worked": .integer(outcome.worked), "did_not_work": .integer(outcome.tooSmall),
      "unproven": .integer(outcome.unproven),
      "median_days_to_worked": outcome.medianDays.map { .integer($0) } ?? .null,
    ])
  }
}

/// The verdicts on the plays of one cell.
struct HonestyOutcome: Sendable {
  private(set) var worked = 0
  private(set) var tooSmall = 0
  private(set) var unproven = 0
  /// The number of plays called worked, by the day of the verdict.
  private var days: [Int: Int] = [:]

  mutating func add(_ test: ExactDailyTest) {
    switch test.decision {
    case .effect:
      worked += 1
      days[test.decidedAt ?? 0, default: 0] += 1
    case .tooSmall: tooSmall += 1
    case .unproven, .undecided: unproven += 1
    }
  }

  /// The day by which half of all plays were called worked; nil if fewer than half ever were.
  var medianDays: Int? {
    let all = worked + tooSmall + unproven
    var sum = 0
    for (day, count) in days.sorted(by: { $0.key < $1.key }) {
      sum += count
      if 2 * sum >= all { return day }
    }
    return nil
  }
}
