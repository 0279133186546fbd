import Facts

/// The state that all customers of a simulated business share.
struct World: Sendable {
  let seed: UInt64
  let customers: Int
  let calendar: SimulatedCalendar
  let staff: Staff
  let plays: [SimulatedPlay]
  let work: [SimulatedWork]
  let product: ProductEffects
  /// By day number: the indexes of plays that activate new customers on that day.
  let openPlays: [[Int]]
  /// The indexes of plays that nurture customers.
  let nurturePlays: [Int]
  /// The index of each channel's always-on play.
  let channelPlays: [Channel: Int]

  static let regions = [
    Region(name: "uk-ireland", currency: "GBP", share: 0.26, activation: 1.1),
    Region(name: "dach", currency: "EUR", share: 0.26, activation: 1),
    Region(name: "nordics", currency: "EUR", share: 0.14, activation: 1.25),
    Region(name: "france", currency: "EUR", share: 0.16, activation: 0.8),
    Region(name: "gulf", currency: "USD", share: 0.18, activation: 0.9),
  ]
  /// Rates to EUR, in hundredths.
  static let rates: [(code: String, hundredths: Int64)] = [("GBP", 117), ("USD", 92)]

  init(seed: UInt64, customers: Int, plays count: Int, first: CalendarDay, last: CalendarDay) {
    self.seed = seed
    self.customers = customers
    let zone = SummerTime.europe.zone("Europe/London", offset: 0)
    let calendar = SimulatedCalendar(first: first, last: last, zone: zone)
    let days = calendar.count
    let plays = PlayCatalogue(seed: seed, days: days, regions: World.regions.count).plays(count)
    self.calendar = calendar
    self.plays = plays
    staff = Staff(seed: seed, days: days)
    work = WorkCatalogue(seed: seed, days: days, plays: plays).items()
    product = ProductEffects(work, days: days)
    openPlays = (0..<days).map { day in
      plays.indices.filter { World.opens(plays[$0]) && plays[$0].runs(on: day) }
    }
    nurturePlays = plays.indices.filter { plays[$0].goal != .activation }
    var channels: [Channel: Int] = [:]
    for (index, play) in plays.enumerated() {
      if case .alwaysOn(let channel) = play.selection { channels[channel] = index }
    }
    channelPlays = channels
  }

  private static func opens(_ play: SimulatedPlay) -> Bool {
    if case .alwaysOn = play.selection { return false }
    return play.goal == .activation
  }
}

/// A region in which customers live.
struct Region: Sendable {
  let name: String
  let currency: Currency
  /// Its share of customers.
  let share: Double
  /// The factor on its customers' activation rate, 1 for usual.
  let activation: Double

  init(name: String, currency: String, share: Double, activation: Double) {
    self.name = name
    self.currency = simulatedCurrency(currency)
    self.share = share
    self.activation = activation
  }
}
