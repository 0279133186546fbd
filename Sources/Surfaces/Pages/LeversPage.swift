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
      Part(
        "levers-members", "Revenue that members’ touches met", named("member", credit.members)),
    ]
  }

  private var head: HTML {
    let credited = Money(
      minor: credit.revenue.minor - credit.unattributed.minor, credit.revenue.currency)
    let share =
      credit.revenue.minor > 0 ? Double(credited.minor) / Double(credit.revenue.minor) : nil
    let headline =
      share.map { "A play reached the customer before \(Figures.percent($0)) of revenue" }
      ?? "No revenue in \(Wording.period(credit.heading.period)) yet"
    return """
      <h1>\(headline)</h1>
      <p class="deck">\(Figures.amount(credit.revenue)) \(credit.heading.currency.code) in \
      \(Wording.period(credit.heading.period)) so far. \(credit.model.rule) (model \
      ‘\(credit.model.rawValue)’). Credit is not cause: it says who was there before the money. \
      What a play caused stands with its verdict, where it has a holdout.</p>
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
        .figure("activations", wide: true), .figure("cost", wide: true), .figure("ROI"),
        .figure("caused lift", wide: true),
      ])
    let most = Double(credit.plays.map(\.money.minor).max() ?? 1)
    for play in credit.plays.prefix(LeversPage.shown) {
      table.add([
        "<a href=\"\(Address.play(play.play))\">\(name(play.play))</a>",
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
      <p class="note">ROI = (credit − cost) / cost. Caused lift is shown for plays with a \
      random holdout; its confidence interval stands on the play’s page.</p>
      """
  }

  /// The name for people of a play with a verdict; the id of any other.
  private func name(_ play: String) -> String { credit.judged[play]?.terms.name ?? play }

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
    table.add([
      "unattributed", "", "\(Figures.amount(credit.unattributed))",
      "\(Figures.count(credit.activationsUnattributed))",
    ])
    let activations = rows.reduce(credit.activationsUnattributed) { $0 + $1.activations }
    let all = sum(rows.map(\.money)).minor + credit.unattributed.minor
    table.total([
      "revenue", "", "\(Figures.amount(Money(minor: all, credit.heading.currency)))",
      "\(Figures.count(activations))",
    ])
    return table.html
  }
}

extension Attribution.Model {
  /// How the model shares a payment, in a sentence without a full stop.
  fileprivate var rule: String {
    switch self {
    case .first: "Each payment goes to the first touch before it"
    case .last: "Each payment goes to the last touch before it"
    case .linear: "Each payment is shared equally among the touches before it"
    case .position:
      "Of each payment the first and the last touch get 40% each, those between share the rest"
    case .decay: "Each payment is shared among the touches before it, the later the more"
    case .shapley: "Each payment is shared equally among the plays that touched its customer"
    case .markov:
      "Each play gets by how much revenue would be lost if its touches led nowhere"
    }
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
