import Facts
import Planning

/// The pay of a SPIF without a pot, for the events that it counts.
struct SpifPay {
  private let spif: Spif
  private let rules: PayRules
  private let items: [PeriodWork.SpifItem]
  private let before: [PeriodWork.SpifItem]

  init(
    _ spif: Spif, _ rules: PayRules, _ items: [PeriodWork.SpifItem],
    _ before: [PeriodWork.SpifItem]
  ) {
    self.spif = spif
    self.rules = rules
    self.items = items
    self.before = before
  }

  /// The pay by item, in minor units.
  ///
  /// `caughtUp` is extra pay for earlier pay periods' items, due when a newly reached tier prices
  /// all items.
  func pay() throws(PayProblem) -> (parts: [Exact], caughtUp: Exact) {
    switch spif.pays {
    case .perUnit(let amount): return (items.map { $0.units * rules.minor(amount) }, .zero)
    case .rate(let rate): return (items.map { $0.credit * Exact(rate) }, .zero)
    case .pot: return (items.map { _ in .zero }, .zero)
    case .tiered(let how, let tiers): return try tiered(how, tiers)
    }
  }

  private func tiered(
    _ how: RateTable.How, _ tiers: [Tier]
  ) throws(PayProblem) -> (parts: [Exact], caughtUp: Exact) {
    let base = before.reduce(Exact.zero) { $0 + $1.units }
    var parts = items.map { _ in Exact.zero }
    var caughtUp = Exact.zero
    for paysCredit in [false, true] {
      guard let curve = curve(how, tiers, paysCredit: paysCredit) else { continue }
      let pairs = items.map {
        CreditPair(quota: $0.units, paid: paysCredit ? $0.credit : $0.units)
      }
      let year = YearStanding(before: .zero, quota: nil)
      guard let priced = curve.price(pairs, year, from: base) else { throw .tooLarge }
      for index in parts.indices { parts[index] += priced[index] }
      if how == .whole, !before.isEmpty {
        let total = items.reduce(base) { $0 + $1.units }
        let step =
          curve.wholeRate(at: total, isOpen: true) - curve.wholeRate(at: base, isOpen: true)
        let earlier = before.reduce(Exact.zero) { $0 + (paysCredit ? $1.credit : $1.units) }
        caughtUp += step * earlier
      }
    }
    return (parts, caughtUp)
  }

  /// The tiers as a curve over units; nil if no tier pays in the requested way.
  ///
  /// With `paysCredit` only tiers that pay a share of the credit have a rate; otherwise only tiers
  /// that pay an amount per unit.
  private func curve(
    _ how: RateTable.How, _ tiers: [Tier], paysCredit: Bool
  ) -> RateCurve? {
    var any = false
    var priced: [RateCurve.PricedTier] = []
    var start = Exact.zero
    for tier in tiers {
      let end = tier.upTo.map { Exact($0) }
      var rate = Exact.zero
      switch tier.pays {
      case .amount(let amount) where !paysCredit:
        rate = rules.minor(amount)
        if how == .interpolated { rate = end.map { rate / ($0 - start) } ?? .zero }
        any = true
      case .rate(let share) where paysCredit:
        rate = Exact(share)
        any = true
      default: break
      }
      priced.append(RateCurve.PricedTier(start: start, end: end, rate: rate, yearGate: false))
      start = end ?? start
    }
    return any ? RateCurve(how: how, tiers: priced) : nil
  }
}

/// Shares a pot among the members of a pay plan.
struct SpifPot {
  private let amount: Exact
  private let ranks: [Exact]
  private let names: [String]
  /// Members with a score above zero, best first.
  private let standing: [(member: Int32, score: Exact)]

  /// One member's share of a pot; `pay` is in minor units.
  struct Share {
    let pay: Int128
    let rank: Int
    /// The number of members with the same rank, including this one.
    let ties: Int
    let score: Exact
    let members: Int
  }

  init(
    _ books: PlanBooks, _ name: String, _ plan: PayPlan, _ spif: Spif, _ rules: PayRules
  ) {
    guard case .pot(let amount, let ranks) = spif.pays else {
      (self.amount, self.ranks, standing, names) = (.zero, [], [], [])
      return
    }
    self.amount = rules.minor(amount)
    self.ranks = ranks.map { Exact($0) }
    let count = SpifCount(books, plan, spif)
    let byUnits: Bool
    switch spif.what {
    case .deals, .activations: byUnits = true
    case .product, .play: byUnits = false
    }
    var standing: [(member: Int32, score: Exact)] = []
    for (code, terms) in books.crediting.terms.enumerated() where terms?.planName == name {
      let items = count.items(of: Int32(code), in: spif.from..<spif.to.advanced(by: 1))
      let score = items.reduce(Exact.zero) { $0 + (byUnits ? $1.units : $1.credit) }
      if score > .zero { standing.append((Int32(code), score)) }
    }
    let texts = books.crediting.events.facts.members.texts
    names = texts
    self.standing = standing.sorted {
      $0.score != $1.score
        ? $0.score > $1.score
        : texts[Int($0.member)].utf8.lexicographicallyPrecedes(texts[Int($1.member)].utf8)
    }
  }

  private func name(_ member: Int32, isBefore other: Int32) -> Bool {
    names[Int(member)].utf8.lexicographicallyPrecedes(names[Int(other)].utf8)
  }

  /// A member's share; nil for a score of zero or less.
  ///
  /// Ties split the sum of the ranks that they occupy. Minor units that do not divide evenly go to
  /// the first ids.
  ///
  /// - Throws: ``PayProblem/tooLarge`` if the parts do not fit.
  func share(of member: Int32) throws(PayProblem) -> Share? {
    guard let place = standing.firstIndex(where: { $0.member == member }) else { return nil }
    let score = standing[place].score
    let first = standing.firstIndex { $0.score == score } ?? place
    let count = standing.count { $0.score == score }
    let sum: Exact
    if ranks.isEmpty {
      sum = amount
    } else {
      sum =
        (first..<first + count).reduce(Exact.zero) {
          $0 + (ranks.indices.contains($1) ? ranks[$1] : .zero)
        } * amount
    }
    let among = ranks.isEmpty ? standing.count : count
    let earlier = ranks.isEmpty ? standing.count { name($0.member, isBefore: member) } : 0
    let index = ranks.isEmpty ? earlier : place - first
    guard let parts = Sharing.share(Array(repeating: sum / Exact(among), count: among))?.parts
    else { throw .tooLarge }
    return Share(
      pay: parts[index], rank: first + 1, ties: count, score: score, members: standing.count)
  }
}
