import Facts
import Planning
import Statistics
import Tally

/// The measured answers, computed as the product does.
struct BenchTasks {
  let rules: Rules
  let threads: Int
  private(set) var verdicts = Exposures()
  private(set) var credit = CreditTotals(BenchTasks.models)
  private(set) var lifecycle: SumPair<Lifecycle, Retention>
  private(set) var paths = TransitionCounts()
  private(set) var totals = DailyTotals()
  private(set) var removal: [Int64: Double] = [:]
  private var timings: [String: Timings] = [:]

  static let names = ["verdicts", "credit", "lifecycle", "paths", "totals", "markov"]
  static let models: [Attribution.Model] = [.first, .last, .linear, .position, .decay]

  init(rules: Rules, threads: Int) {
    self.rules = rules
    self.threads = threads
    lifecycle = BenchTasks.lifecycle
  }

  /// Empty lifecycle and cohort sums.
  static var lifecycle: SumPair<Lifecycle, Retention> {
    SumPair(Lifecycle(today: BenchPlan.today), Retention(clock: .init(unit: .month)))
  }

  /// Runs a task several times and keeps its answer.
  mutating func time(_ name: String, _ timelines: Timelines, _ runs: Int) {
    var timing = Timings()
    timing.run(runs) {
      switch name {
      case "verdicts": verdicts = timelines.total(Exposures(), rules, threads: threads)
      case "credit":
        credit = timelines.total(CreditTotals(BenchTasks.models), rules, threads: threads)
      case "lifecycle":
        lifecycle = timelines.total(BenchTasks.lifecycle, rules, threads: threads)
      case "paths": paths = timelines.total(TransitionCounts(), rules, threads: threads)
      case "totals": totals = timelines.total(DailyTotals(), rules, threads: threads)
      default:
        let counts = timelines.total(TransitionCounts(), rules, threads: threads)
        removal = BenchTasks.removal(counts)
      }
    }
    timings[name] = timing
  }

  private static func removal(_ counts: TransitionCounts) -> [Int64: Double] {
    let chain = counts.chain
    let steps = chain.steps.map { (from: $0.from, to: $0.to, count: $0.count) }
    let effects = AbsorbingChain(states: chain.plays.count, transitions: steps).removalEffects()
    return Dictionary(uniqueKeysWithValues: zip(chain.plays, effects))
  }

  /// The processor time of all tasks together: the sum of their medians, in nanoseconds.
  var core: Double { timings.values.reduce(0) { $0 + $1.core } }

  /// Median times by task, in milliseconds.
  var json: JSON {
    .object(
      BenchTasks.names.compactMap { name in
        guard let timing = timings[name] else { return nil }
        return .init(
          name,
          .object([
            .init("core_ms", .number(figure(timing.core / 1e6))),
            .init("wall_ms", .number(figure(timing.wall / 1e6))),
          ]))
      })
  }
}
