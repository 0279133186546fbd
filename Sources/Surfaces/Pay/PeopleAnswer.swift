public import Facts
public import Pay
public import Scoreboard

/// Each person's standing against their quota, as far as the reader may see.
public struct PeopleAnswer: Answer {
  let heading: Heading
  let people: [MemberStanding]
  let hidden: Int
  private let privacy: Privacy

  /// The rows that are shown.
  public enum Privacy: Hashable, Sendable {
    case all
    /// Ranks up to a number, including ties.
    case top(Int)
    /// One member's own row, with its rank.
    case own(MemberID)
  }

  /// Creates an answer of everyone's standing, best first.
  public init(heading: Heading, people: [MemberStanding], privacy: Privacy = .all) {
    self.heading = heading
    self.privacy = privacy
    self.people = people.filter { standing in
      switch privacy {
      case .all: true
      case .top(let count): standing.rank.map { $0 <= count } ?? false
      case .own(let member): standing.member == member
      }
    }
    hidden = people.count - self.people.count
  }

  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "people",
    [
      "people": .list(
        .object([
          "member": .text, "name": .text, "lever": .nullable(.words(of: Lever.self)),
          "period": .text,
          "quota": .nullable(.amount), "credit": .amount, "attainment": .nullable(.number),
          "pace": .nullable(.number), "needed_today": .nullable(.amount), "streak": .count,
          "rank": .nullable(.count),
        ])),
      "hidden": .count,
    ])

  /// Unknown figures are `null`. `hidden` counts the people who are not shown.
  public var json: JSON {
    var answer = AnswerJSON("people", heading)
    answer.set("people", .array(people.map(json)))
    answer.set("hidden", hidden)
    return answer.json
  }

  private func json(of person: MemberStanding) -> JSON {
    .members([
      "member": .string(person.member.text), "name": .string(person.name),
      "lever": .text(person.lever?.rawValue), "period": .string(person.period.label),
      "quota": .text(person.quota.map(major)), "credit": .string(major(person.credit)),
      "attainment": number(person.attainment), "pace": number(person.pace),
      "needed_today": .text(person.neededToday.map(major)), "streak": .integer(person.streak),
      "rank": person.rank.map { .integer($0) } ?? .null,
    ])
  }

  private func number(_ share: Exact?) -> JSON {
    share?.decimal(places: 6).map { .number($0) } ?? .null
  }

  private func major(_ minor: Exact) -> String {
    Money(minor: minor.rounded ?? 0, heading.currency).decimal
  }

  /// The leaderboard: a row per person; ties share a rank.
  public var text: String {
    var table = TextTable([
      "rank and name", "period", "quota", "credit", "attained", "pace", "needed a day", "streak",
    ])
    for person in people {
      let rank = person.rank.map { "\($0)." } ?? "–"
      let padding = String(repeating: " ", count: max(0, 3 - rank.count))
      table.add([
        "\(padding)\(rank) \(person.name)", person.period.label,
        person.quota.map { PayFigures.grouped(major($0)) } ?? "–",
        PayFigures.grouped(major(person.credit)), percent(person.attainment),
        percent(person.pace), person.neededToday.map { PayFigures.grouped(major($0)) } ?? "–",
        Figures.plural(person.streak, "day"),
      ])
    }
    let rest =
      hidden == 0 ? "" : "\n\(Figures.plural(hidden, "other is", "others are")) not shown here.\n"
    let none = "Nobody in the plan has a pay plan and is there on \(heading.asOf).\n"
    return "People as of \(heading.asOf), in \(heading.currency)\n\n"
      + (people.isEmpty && hidden == 0 ? none : table.text)
      + "\n" + Wrapping.lines(Self.legend, indent: "", width: 78) + rest
  }

  /// The meaning of pace and streak.
  static let legend =
    "Pace: sold through the last day that is over, against the share of the quota due by then (the "
    + "company’s usual path). Streak: business days in a row on pace."

  private func percent(_ share: Exact?) -> String {
    share?.decimal(places: 6).map(PayFigures.percent) ?? "–"
  }
}
