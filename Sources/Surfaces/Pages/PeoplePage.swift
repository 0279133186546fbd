public import Facts
internal import Pay
internal import Scoreboard

/// The people page: each person's standing against their quota, as far as the reader may see.
public struct PeoplePage: Sendable {
  let people: PeopleAnswer
  let open: Set<MemberID>?

  /// Creates the page. `open` holds the members whose statements the reader may see; nil for all.
  public init(people: PeopleAnswer, open: Set<MemberID>? = nil) {
    self.people = people
    self.open = open
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    frame.page("People", .people, HTML.sections(parts))
  }

  var parts: [Part] {
    [
      Part("people-head", head),
      Part("people-table", PeoplePage.leaders(people, most: .max, open: open)),
    ]
  }

  private var head: HTML {
    let reached = people.people.filter { ($0.attainment ?? .zero) >= .one }.count
    let with = people.people.filter { $0.quota != nil }.count
    let headline =
      with == 0
      ? "Nobody carries a quota"
      : "\(reached) of \(Figures.plural(with, "person", "people")) at quota"
    return """
      <h1>\(headline)</h1>
      <p class="deck">As of \(Wording.long(people.heading.asOf)), in \(people.heading.currency.code). \
      \(PeopleAnswer.legend)</p>
      """
  }

  /// The leaderboard, best first; ties share a rank.
  static func leaders(
    _ people: PeopleAnswer, most: Int, open: Set<MemberID>? = nil
  ) -> HTML {
    guard !people.people.isEmpty else {
      return "<p class=\"empty\">Nobody in the plan has a pay plan and is there on this day. "
        + "<span class=\"for-gms\">Name people, their quota and their pay in the "
        + "<a href=\"/plan\">plan</a>.</span></p>"
    }
    let isShort = most < Int.max
    var columns: [PageTable.Column] = [
      .figure("rank"), .kept("name"), .bar, .figure("attained"),
    ]
    if !isShort {
      columns += [
        .figure("needed a day"), .figure("quota credit", wide: true),
        .figure("quota", wide: true),
        .figure("pace", wide: true),
        .figure("streak", wide: true),
      ]
    }
    var table = PageTable("People by attainment", columns)
    let widest = max(1, people.people.compactMap { share($0.attainment) }.max() ?? 1)
    for person in people.people.prefix(most) {
      table.add(cells(person, people, isShort, widest, open))
    }
    let rest = people.hidden + max(0, people.people.count - most)
    let note: HTML =
      rest > 0
      ? "<p class=\"note\">\(Figures.plural(rest, "other is", "others are")) not shown here.</p>"
      : .nothing
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Leaderboard\">"
      + table.html + "</div>" + note
  }

  private static func cells(
    _ person: MemberStanding, _ people: PeopleAnswer, _ isShort: Bool, _ widest: Double,
    _ open: Set<MemberID>?
  ) -> [HTML] {
    func amount(_ minor: Exact?) -> HTML {
      guard let rounded = minor?.rounded else { return "–" }
      return "\(Figures.whole(Money(minor: rounded, people.heading.currency)))"
    }
    let attained = share(person.attainment)
    let cells: [HTML] = [
      "\(person.rank.map { "\($0)" } ?? "–")",
      !isShort && open.map { $0.contains(person.member) } ?? true
        ? "<a href=\"\(Address.person(person.member.text))\">\(person.name)</a>"
        : "\(person.name)",
      attained.map {
        let words = "\(person.name): \(Figures.percent($0)); the line marks the quota"
        return Bars.gauge($0 / widest, usual: 1 / widest, words: words)
      }
        ?? .nothing,
      "\(attained.map(Figures.percent) ?? "–")",
    ]
    guard !isShort else { return cells }
    return cells + [
      amount(person.neededToday), amount(person.credit), amount(person.quota),
      "\(share(person.pace).map(Figures.percent) ?? "–")",
      "\(Figures.plural(person.streak, "day"))",
    ]
  }

  private static func share(_ exact: Exact?) -> Double? {
    exact?.decimal(places: 6).flatMap { Double($0) }
  }
}
