public import Facts
public import Scoreboard
internal import Statistics

extension MomentumAnswer: Answer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "momentum",
    [
      "momentum": .figure(.number), "band": .figure(.list(.number, count: 2)),
      "state": .figure(Momentum.State.schema), "pulse_day": .day, "pulse": .figure(.number),
      "streak": .figure(.number), "required_pace": .figure(.number),
      "lift_for_80": .figure(.number), "restart": .figure(Restart.schema),
    ])

  /// Momentum, band and pulse are percentages; streak, pace and lift are ratios.
  public var json: JSON {
    var answer = AnswerJSON("momentum", heading)
    answer.set("momentum", momentum)
    answer.set("band", band.value.map { .doubles([$0.low, $0.high]) } ?? .null)
    answer.explain("band", band.why)
    answer.set("state", .text(state.value?.word))
    answer.explain("state", state.why)
    answer.set("pulse_day", .string(pulseDay.description))
    answer.set("pulse", pulse)
    answer.set("streak", streak)
    answer.set("required_pace", requiredPace)
    answer.set("lift_for_80", liftFor80)
    answer.set("restart", restart.value?.json ?? .null)
    answer.explain("restart", restart.why)
    return answer.json
  }

  /// A row per figure, then the reasons for unknown figures, each once.
  public var text: String {
    var table = TextTable(["The momentum of \(heading.period)", "as of \(heading.asOf)"])
    table.add(["momentum (100 is level)", momentum.value.map(whole) ?? "unknown"])
    table.add([
      "by chance it could be",
      band.value.map { "\(whole($0.low)) to \(whole($0.high))" } ?? "unknown",
    ])
    table.add(["state", state.value?.word ?? "unknown"])
    table.add(["pulse of \(pulseDay)", pulse.value.map { whole($0) + " of 100" } ?? "unknown"])
    table.add(["last five days to the five before", ratio(streak)])
    table.add(["required pace", ratio(requiredPace)])
    table.add(["lift for 80% odds", ratio(liftFor80)])
    table.add(["first business days", restart.value.map { Figures.amount($0.actual) } ?? "unknown"])
    table.add([
      "better than",
      restart.value.map { "\($0.better) of \(Figures.plural($0.past.count, "past period"))" }
        ?? "unknown",
    ])
    let whys = Set(
      [
        momentum.why, band.why, state.why, pulse.why, streak.why, requiredPace.why, liftFor80.why,
        restart.why,
      ]
      .compactMap(\.self))
    let unknown = whys.sorted().map { "Unknown: \($0).\n" }.joined()
    return table.text
      + "\n'Ahead' and 'behind' appear only where chance alone does so less than 1 time in 10.\n"
      + unknown
  }

  private func whole(_ value: Double) -> String {
    Int64(exactly: value.rounded()).map { Figures.count($0) } ?? "–"
  }

  private func ratio(_ value: Known<Double>) -> String {
    value.value.map { Figures.ratio($0) } ?? "unknown"
  }
}

extension Momentum.State {
  static let schema = JSONSchema.words(allCases.map(\.word))

  var word: String {
    switch self {
    case .ahead: "ahead"
    case .level: "level"
    case .behind: "behind"
    }
  }
}
