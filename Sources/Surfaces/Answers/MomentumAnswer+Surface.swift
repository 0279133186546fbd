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
    table.add(["against past periods (1.00 is as usual)", hundredth(momentum)])
    table.add([
      "80% range",
      band.value.map { "\(Figures.ratio($0.low / 100)) to \(Figures.ratio($0.high / 100))" }
        ?? "unknown",
    ])
    table.add(["state", state.value?.word ?? "unknown"])
    table.add([
      "\(pulseDay) beat of the last 60 selling days",
      pulse.value.map { Figures.percent($0 / 100) } ?? "unknown",
    ])
    table.add(["last five selling days, times the five before", ratio(streak)])
    table.add(["to go ÷ likely still to come", ratio(toGoOverLikely)])
    table.add(["times the cautious estimate for an 80% chance", ratio(liftFor80)])
    let days = restart.value.map { Figures.plural($0.businessDays, "business day") }
    table.add([
      "the first \(days ?? "business days") brought",
      restart.value.map { Figures.amount($0.actual) } ?? "unknown",
    ])
    table.add([
      "better than",
      restart.value.map { "\($0.better) of \(Figures.plural($0.past.count, "past period"))" }
        ?? "unknown",
    ])
    let whys = Set(
      [
        momentum.why, band.why, state.why, pulse.why, streak.why, toGoOverLikely.why,
        liftFor80.why, restart.why,
      ]
      .compactMap(\.self))
    let unknown = whys.sorted().map { "Unknown: \($0).\n" }.joined()
    return table.text
      + "\n'Ahead' and 'behind' appear only where the 80% range leaves out 1.00.\n" + unknown
  }

  /// A percentage as a ratio: `1.07` for 107.
  private func hundredth(_ value: Known<Double>) -> String {
    value.value.map { Figures.ratio($0 / 100) } ?? "unknown"
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
