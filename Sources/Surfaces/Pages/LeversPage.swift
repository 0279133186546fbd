public import Scoreboard
internal import Facts
internal import Planning

/// The levers page: the credit of each lever, play, channel and member for the revenue.
public struct LeversPage: Sendable {
  let credit: CreditAnswer

  /// Creates the page from the credit of one scoreboard.
  public init(credit: CreditAnswer) { self.credit = credit }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    let parts = self.parts
    return frame.page(
      "Levers", .levers,
      """
      \(parts[0].html)\(parts[1].html)
      <div class="columns">\(HTML.sections(Array(parts.dropFirst(2))))</div>
      """)
  }

  private static let shown = 25

  var parts: [Part] {
    [
      Part("levers-head", head), Part("levers-plays", "Credit by play", plays),
      Part("levers-credit", "Credit by lever", levers),
      Part("levers-channels", "Credit by channel", named("channel", credit.channels)),
      Part("levers-members", "Credit by member", named("member", credit.members)),
    ]
  }

  private var head: HTML {
    let credited = Money(
      minor: credit.revenue.minor - credit.unattributed.minor, credit.revenue.currency)
    let share =
      credit.revenue.minor > 0 ? Double(credited.minor) / Double(credit.revenue.minor) : nil
    let headline =
      share.map { "\(Figures.percent($0)) of revenue was reached by a play first" }
      ?? "No revenue in \(Wording.period(credit.heading.period)) yet"
    return """
      <h1>\(headline)</h1>
      <p class="deck">\(Figures.amount(credit.revenue)) \(credit.heading.currency.code) in \
      \(Wording.period(credit.heading.period)) so far, shared by the model \
      ‘\(credit.model.rawValue)’. Credit is not cause: it says who was there before the money. What \
      a play caused stands with its verdict, where it has a holdout.</p>
      """
  }

  private var levers: HTML {
    CreditBars(
      levers: credit.levers, unattributed: credit.unattributed, withoutLever: credit.withoutLever
    ).html(credit.heading.period)
  }

  private var plays: HTML {
    guard !credit.plays.isEmpty else {
      return "<p class=\"empty\">No play has reached anyone before money came. Declare one under "
        + "<a href=\"/plays\">Plays</a> and send its touches.</p>"
    }
    var table = PageTable(
      "Credit by play",
      [
        .words("play"), .words("lever", wide: true), .bar, .figure("money"),
        .figure("activations", wide: true), .figure("cost", wide: true), .figure("return"),
        .figure("caused lift", wide: true),
      ])
    let most = Double(credit.plays.map(\.money.minor).max() ?? 1)
    for play in credit.plays.prefix(LeversPage.shown) {
      table.add([
        "<a href=\"\(Address.play(play.play))\">\(play.play)</a>",
        "\(play.lever?.rawValue ?? "none")",
        Bars.bar(most > 0 ? Double(play.money.minor) / most : 0, class: mark(play.lever)),
        "\(Figures.amount(play.money))", "\(Figures.count(play.activations))",
        "\(Figures.amount(play.cost))", "\(play.roi.value.map(Figures.percent) ?? "–")",
        "\(caused(play.play))",
      ])
    }
    let others = credit.plays.dropFirst(LeversPage.shown)
    if !others.isEmpty {
      table.add([
        "\(Figures.plural(others.count, "other play"))", "", "",
        "\(Figures.amount(sum(others.map(\.money))))",
        "\(Figures.count(others.reduce(0) { $0 + $1.activations }))",
        "\(Figures.amount(sum(others.map(\.cost))))", "", "",
      ])
    }
    table.add([
      "unattributed", "", "", "\(Figures.amount(credit.unattributed))",
      "\(Figures.count(credit.activationsUnattributed))",
      "\(Figures.amount(credit.costWithoutPlay))", "", "",
    ])
    table.total([
      "revenue", "", "", "\(Figures.amount(credit.revenue))", "", "", "", "",
    ])
    return table.html + """
      <p class="note">Return is credit less cost, over cost. Caused lift is shown for plays with a \
      random holdout; its confidence interval stands on the play’s page.</p>
      """
  }

  /// The lift that a play with a holdout was seen to cause; a dash if unknown.
  private func caused(_ play: String) -> String {
    credit.judged[play]?.lift.value.map(LiftScale.signed) ?? "–"
  }

  private func sum(_ amounts: [Money]) -> Money {
    Money(minor: amounts.reduce(0) { $0 + $1.minor }, credit.heading.currency)
  }

  private func mark(_ lever: Lever?) -> String {
    switch lever {
    case .product: "one"
    case .sales: "two"
    case .marketing: "three"
    case nil: "off"
    }
  }

  private func named(_ what: String, _ rows: [CreditAnswer.Named]) -> HTML {
    guard rows.contains(where: { $0.name != nil }) else {
      return "<p class=\"note\">The touches name no \(what).</p>"
    }
    var table = PageTable(
      "Credit by \(what)", [.kept(what), .bar, .figure("money"), .figure("activations")])
    let most = Double(rows.map(\.money.minor).max() ?? 1)
    for row in rows {
      table.add([
        "\(row.name ?? "not named")",
        Bars.bar(most > 0 ? Double(row.money.minor) / most : 0, class: "one"),
        "\(Figures.amount(row.money))", "\(Figures.count(row.activations))",
      ])
    }
    return table.html
  }
}

/// Paths of pages about one thing.
public enum Address {
  /// The page of a play.
  public static func play(_ id: String) -> String { "/plays/\(encoded(id))" }
  /// The page of a member's statement.
  public static func person(_ id: String) -> String { "/people/\(encoded(id))" }
  /// The page of a row in quarantine.
  public static func row(_ number: Int) -> String { "/data/quarantine/\(number)" }

  /// An id, percent-encoded as one path component.
  static func encoded(_ id: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
    return id.utf8.map { byte in
      if plain.contains(byte) { return String(UnicodeScalar(byte)) }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
