import Facts
@testable import Pay
import Planning
import Testing

/// A small stream of pseudo-random numbers (SplitMix64), so that laws are tried the same every time.
struct Chance {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}

@Suite struct LawTests {
  private func table(_ chance: inout Chance) -> RateTable {
    var end = 0
    let count = 1 + chance.below(4)
    let tiers = (0..<count).map { index in
      end += 1 + chance.below(500_000)
      let upTo = index == count - 1 ? nil : DecimalText(digits: Int64(end), places: 2)
      return Tier(
        upTo: upTo, pays: .rate(DecimalText(digits: Int64(chance.below(3000)), places: 4)))
    }
    return RateTable(tiers: tiers)
  }

  private func earns(_ curve: RateCurve, _ credits: [Int]) -> Exact {
    let year = YearStanding(before: .zero, quota: nil)
    return curve.price(credits.map { CreditPair(Exact($0)) }, year)?.total ?? .tooLarge
  }

  @Test func `marginal pay never falls as credit grows, and has no jump`() throws {
    var chance = Chance(state: 1)
    for _ in 0..<500 {
      let curve = try RateCurve(table(&chance), digits: 2, quota: nil, targetPay: nil)
      let most = curve.tiers.map(\.rate).max() ?? .zero
      for tier in curve.tiers {
        let start = Int(tier.start.rounded ?? 0)
        for credit in [start, chance.below(3_000_000)] where credit > 0 {
          let below = earns(curve, [credit - 1])
          let here = earns(curve, [credit])
          #expect(below <= here)
          #expect(here - below <= most)
        }
      }
    }
  }

  @Test func `how a period's credit is cut into facts does not change marginal pay`() throws {
    var chance = Chance(state: 2)
    for _ in 0..<500 {
      let curve = try RateCurve(table(&chance), digits: 2, quota: nil, targetPay: nil)
      let credits = (0..<1 + chance.below(8)).map { _ in chance.below(900_000) - 200_000 }
      #expect(earns(curve, credits) == earns(curve, [credits.reduce(0, +)]))
    }
  }

  @Test func `loans and payments of draws balance`() {
    var chance = Chance(state: 3)
    for round in 0..<500 {
      var account = DrawAccount()
      var (earned, paid) = (Int128(0), Int128(0))
      for _ in 0..<24 {
        let earnings = Int128(chance.below(600_000) - 50_000)
        let entry = account.settle(earned: earnings, draw: 200_000, recoverable: round % 2 == 0)
        earned += earnings
        paid += earnings
        switch entry {
        case .advance(let more, _): paid += more
        case .repayment(let less): paid -= less
        case .nothing: break
        }
        #expect(account.loan >= 0)
        if round % 2 == 0 { #expect(paid == earned + account.loan) }
      }
      if round % 2 == 1 {
        #expect(account.loan == 0)
        #expect(paid >= earned)
      }
    }
  }

  @Test func `parts always add up to the whole rounded once`() {
    var chance = Chance(state: 4)
    for _ in 0..<500 {
      let parts = (0..<1 + chance.below(30)).map { _ in
        Exact(Int128(chance.below(20_001) - 10_000), over: Int128(1 + chance.below(97)))
      }
      guard let shared = Sharing.share(parts) else { continue }
      #expect(shared.parts.reduce(0, +) == shared.sum)
      #expect(parts.reduce(.zero, +).rounded == shared.sum)
      for (part, whole) in zip(parts, shared.parts) {
        #expect((part - Exact(whole)).size <= .one)
      }
    }
  }
}
