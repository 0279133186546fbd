internal import Facts
public import Scoreboard
internal import Tally

extension BridgeAnswer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "bridge",
    [.init("before", .text), .init("complete", .flag)] + moves
      + [
        .init("costs", .object(["from": .amount, "to": .amount]), isOptional: true),
        .init("convention", .words(of: Convention.self)), .init("recurring", .figure(recurring)),
        .init("differing", .list(.record(line))),
      ])

  /// The lines of a bridge, from its start to its end.
  private static let lines = [
    "from", "new", "reactivation", "expansion", "contraction", "lapse", "to",
  ]

  private static let moves: [JSONSchema.Member] =
    lines.map { .init($0, .amount) } + [
      .init("below_zero", .amount), .init("customers", customers),
    ]

  private static let customers = JSONSchema.named(
    "BridgeCustomers", about: "How many customers each line of a bridge counts.",
    .record(lines.map { .init($0, .count) }))

  private static let recurring = JSONSchema.named(
    "RecurringBridge", about: "The bridge of recurring money a month, and its rates.",
    .record(
      moves
        + [
          "nrr", "grr", "gross_churn", "net_churn", "quick_ratio", "mean_churn", "payback_months",
        ].map { .init($0, .figure(.number)) }
        + ["arpa", "ltv", "cac"].map { .init($0, .figure(.amount)) }))

  /// A line that differs has its amounts under Fulcrum's rules and under those that were asked for.
  private static let line: [JSONSchema.Member] =
    [.init("line", .words(lines))]
    + Convention.allCases.map { .init($0.rawValue, .amount, isOptional: $0 != .fulcrum) }
}
