import Facts

/// Generates the plays of a business.
///
/// One always-on play for each channel, some that nurture customers, and the rest to activate new
/// ones.
struct PlayCatalogue {
  let seed: UInt64
  let days: Int
  let regions: Int

  /// True lifts, in the proportions in which they occur: half do nothing, one in ten does harm.
  ///
  /// Plays whose customers choose themselves never do anything, however well they seem to do.
  static let lifts = [0, 0.3, 0, 0.15, 0, 0.5, 0, -0.25, 0.1, 0]
  /// One play in this many nurtures customers instead of activating new ones.
  private static let nurtureEvery = 6
  /// The true lifts of nurturing plays, repeated in order.
  private static let nurtureLifts = [0.4, 0.3, 0, 0, -0.2, 0.25]
  private static let leads: [Lever: String] = [.product: "priya", .sales: "sam", .marketing: "mia"]
  private static let names: [Lever: [String]] = [
    .product: ["Guided tour", "Sample data", "Quick start", "Inbox", "Templates", "Price test"],
    .sales: ["Call within a day", "Three mails", "Demo first", "Trial check-in", "Case study"],
    .marketing: [
      "Welcome series", "Webinar", "Retargeting", "Free month", "Field guide", "Launch",
    ],
  ]

  /// Generates `count` plays, but at least the always-on ones.
  func plays(_ count: Int) -> [SimulatedPlay] {
    let always = Channel.allCases.enumerated().map { alwaysOn($1, number: $0) }
    let made = max(count - always.count, 0)
    var random = RandomStream(seed: seed, .play, -1)
    let cycles = (0..<(made / PlayCatalogue.lifts.count + 1)).flatMap { _ in
      random.shuffled(PlayCatalogue.lifts)
    }
    return always + (0..<made).map { play($0, of: made, lift: cycles[$0]) }
  }

  private func alwaysOn(_ channel: Channel, number: Int) -> SimulatedPlay {
    SimulatedPlay(
      id: simulatedID("on-\(channel.rawValue)"), name: "Always on: \(channel.rawValue)",
      lever: channel == .partner ? .sales : .marketing,
      owner: simulatedID(channel == .partner ? "sam" : "mia"), goal: .activation, from: 0, to: nil,
      firstTo: nil, window: 14, channel: channel.rawValue, selection: .alwaysOn(channel), lift: 0,
      unitCost: [2200, 1700, 2500, 600, 1500][number % 5])
  }

  private func play(_ number: Int, of count: Int, lift: Double) -> SimulatedPlay {
    var random = RandomStream(seed: seed, .play, number)
    let nurtures = number % PlayCatalogue.nurtureEvery == PlayCatalogue.nurtureEvery - 1
    let lever = Lever.allCases[(number + number / 3) % 3]
    let names = PlayCatalogue.names[lever] ?? []
    let length = random.whole(60...110)
    let from = max((days - 20) * number / max(count, 1) + random.below(8) - 4, 0)
    let changes = number % 8 == 3
    let goals: [PlayDeclaration.Goal] = [.money, .time, .retention]
    let turn = number / PlayCatalogue.nurtureEvery
    let nurtureLift = PlayCatalogue.nurtureLifts[turn % PlayCatalogue.nurtureLifts.count]
    let selection = nurtures ? .randomised(holdout: 0.2) : selection(number, &random)
    let choosing = selection.name == "self-selected"
    return SimulatedPlay(
      id: simulatedID("play-\(number + 1)"),
      name: "\(random.pick(names, else: "Play")) \(number + 1)", lever: lever,
      owner: simulatedID(PlayCatalogue.leads[lever] ?? "mia"),
      goal: nurtures ? goals[turn % 3] : .activation, from: from,
      to: number % 11 == 10 ? nil : from + length, firstTo: changes ? from + length / 2 : nil,
      window: nurtures ? 30 : 14, channel: channel(lever, &random),
      selection: selection, lift: nurtures ? nurtureLift : choosing ? 0 : lift,
      unitCost: random.between(150, 900))
  }

  private func channel(_ lever: Lever, _ random: inout RandomStream) -> String? {
    switch lever {
    case .product: "in-app"
    case .sales: random.happens(0.5) ? "phone" : "email"
    case .marketing: random.happens(0.5) ? nil : "email"
    }
  }

  private func selection(
    _ number: Int, _ random: inout RandomStream
  ) -> SimulatedPlay.Selection {
    switch number % 8 {
    case 2: .rule(region: random.below(regions))
    case 6: .selfSelected
    default: .randomised(holdout: random.happens(0.5) ? 0.2 : 0.1)
    }
  }
}
