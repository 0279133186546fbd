import Facts

/// A rep with their true sales behaviour.
struct Rep: Sendable {
  let id: MemberID
  let name: String
  let manager: String
  /// The first and last day number of employment; no end if `to` is nil.
  let from: Int
  let to: Int?
  /// The weight by which leads are assigned to them.
  let leads: Double
  /// The factor on their win rate, 1 for usual.
  let winning: Double
  /// The factor on their customers' rate of leaving, 1 for usual.
  let leaving: Double
  /// The factor on their customers' refund rate, 1 for usual.
  let refunds: Double
}

/// The people of the simulated business.
struct Staff: Sendable {
  let reps: [Rep]

  /// Leads of the three levers and the two heads of sales teams.
  static let leads: [(id: String, name: String, lever: Lever, manager: String?)] = [
    ("priya", "Priya Nair", .product, nil), ("mia", "Mia Lindqvist", .marketing, nil),
    ("sam", "Sam Okoro", .sales, nil), ("nora", "Nora Weiss", .sales, "sam"),
    ("omar", "Omar Haddad", .sales, "sam"),
  ]

  private static let names = [
    ("ana", "Ana Silva"), ("ben", "Ben Carter"), ("chloe", "Chloe Martin"), ("dev", "Dev Rao"),
    ("elif", "Elif Kaya"), ("finn", "Finn Murphy"), ("gita", "Gita Patel"), ("hugo", "Hugo Meyer"),
  ]

  /// Eight reps in two teams: one oversells, one joins late, one leaves early.
  init(seed: UInt64, days: Int) {
    var random = RandomStream(seed: seed, .staff)
    let order = random.shuffled(Array(Staff.names.indices))
    let (overseller, joiner, leaver) = (order[0], order[1], order[2])
    reps = Staff.names.enumerated().map { index, name in
      let oversells = index == overseller
      return Rep(
        id: simulatedID(name.0), name: name.1, manager: index < 4 ? "nora" : "omar",
        from: index == joiner ? days / 3 : 0, to: index == leaver ? days * 2 / 3 : nil,
        leads: random.between(0.8, 1.2), winning: oversells ? 1.7 : random.between(0.75, 1.2),
        leaving: oversells ? 4 : random.between(0.7, 1.2),
        refunds: oversells ? 7 : random.between(0.6, 1.2))
    }
  }

  /// Draws the index of a rep employed on a day, weighted by leads.
  func rep(on day: Int, _ random: inout RandomStream) -> Int {
    random.index(weighing: reps.map { isEmployed($0, on: day) ? $0.leads : 0 })
  }

  private func isEmployed(_ rep: Rep, on day: Int) -> Bool {
    rep.from <= day && day <= rep.to ?? .max
  }
}
