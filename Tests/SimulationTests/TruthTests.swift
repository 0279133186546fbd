import Facts
import Foundation
import Testing

@testable import Simulation

@Suite("The truth of a simulated business")
struct TruthTests {
  private static let business = SimulatedBusiness(
    seed: 11, customers: 30_000, lastDay: lastDay, faults: false)
  private static let observed = Observed(business)
  private var observed: Observed { TruthTests.observed }
  private var plays: [SimulatedPlay] { TruthTests.business.world.plays }

  /// Randomised plays for activation that began at least a month before the end.
  private var judged: [SimulatedPlay] {
    plays.filter {
      $0.goal == .activation && $0.selection.holdout != nil
        && $0.from + 30 < TruthTests.business.world.calendar.count
    }
  }

  /// The log of the ratio of activation rates, and its standard error (delta method).
  private func estimate(_ play: SimulatedPlay) throws -> (log: Double, error: Double) {
    let treated = try #require(observed.treated[play.id])
    let held = try #require(observed.held[play.id])
    let variance = variance(of: treated) + variance(of: held)
    return (log(treated.rate / held.rate), variance.squareRoot())
  }

  private func variance(of arm: Observed.Arm) -> Double {
    (1 - arm.rate) / max(Double(arm.activated), 1)
  }

  @Test("Treated and held out customers differ by the true lift, and by nothing where it is none")
  func lifts() throws {
    var sum = 0.0
    for play in judged {
      let (found, error) = try estimate(play)
      let z = (found - log(1 + play.lift)) / error
      #expect(abs(z) < 3.5, "\(play.id): \(found) for \(play.lift)")
      sum += z * z
      if play.lift >= 0.5 { #expect(found / error > 2, "\(play.id)") }
      if play.lift <= -0.25 { #expect(found / error < -1, "\(play.id)") }
    }
    // The mean of squared normal deviates is 1, with variance 2 / n.
    #expect(judged.count > 8)
    #expect(abs(sum / Double(judged.count) - 1) < 4 * (2 / Double(judged.count)).squareRoot())
  }

  @Test("As many customers are held out as the play says")
  func holdouts() throws {
    for play in judged {
      let share = try #require(play.selection.holdout)
      let held = Double(try #require(observed.held[play.id]).customers)
      let all = held + Double(try #require(observed.treated[play.id]).customers)
      let error = (share * (1 - share) / all).squareRoot()
      #expect(abs(held / all - share) < 4 * error, "\(play.id)")
    }
  }

  @Test("Plays that nurture move purchases or sessions by the true lift")
  func nurture() throws {
    let nurtures = plays.filter { $0.goal != .activation }
    #expect(Set(nurtures.map(\.goal)).count == 3)
    for play in nurtures where play.from + 45 < TruthTests.business.world.calendar.count {
      let treated = try #require(observed.treated[play.id])
      let held = try #require(observed.held[play.id])
      let counts = [treated, held].map { play.goal == .time ? $0.sessions : $0.purchases }
      let rates = zip(counts, [treated, held]).map { Double($0) / Double($1.customers) }
      let error = 1.5 * counts.reduce(0) { $0 + 1 / Double(max($1, 1)) }.squareRoot()
      let found = log(rates[0] / rates[1])
      #expect(abs(found - log(1 + play.lift)) < 3 * error, "\(play.id): \(found)")
    }
  }

  @Test("Customers who choose a play themselves look better than the rest, for nothing")
  func selfSelection() throws {
    let chosen = plays.filter { $0.selection.name == "self-selected" }
    #expect(!chosen.isEmpty)
    for play in chosen {
      #expect(play.lift == 0)
      let arm = try #require(observed.treated[play.id])
      #expect(arm.rate > observed.reached.rate * 1.12, "\(play.id)")
    }
  }

  @Test("Affiliates bring customers who activate more and stay less")
  func channels() {
    let lives = observed.lives.values.filter { $0.channel != nil }
    let groups = Dictionary(grouping: lives) { $0.channel ?? "" }
    let active = groups.mapValues { $0.filter { $0.activation != nil } }
    let rates = groups.mapValues {
      Double($0.filter { $0.activation != nil }.count) / Double($0.count)
    }
    let stays = active.mapValues { $0.map(\.length).reduce(0, +) / Double(max($0.count, 1)) }
    for other in ["search", "social", "partner"] {
      #expect((rates["affiliate"] ?? 0) > (rates[other] ?? 1) * 1.1)
      #expect((stays["affiliate"] ?? .infinity) < (stays[other] ?? 0) * 0.8)
    }
  }

  @Test("One rep's customers want their money back far more often")
  func reps() {
    let lives = observed.lives.values.filter { $0.member != nil }
    let groups = Dictionary(grouping: lives) { $0.member?.text ?? "" }
    let shares = groups.mapValues { Double($0.filter { $0.refunds > 0 }.count) / Double($0.count) }
    let worst = TruthTests.business.world.staff.reps.first { $0.refunds > 2 }?.id.text
    let others = shares.filter { $0.key != worst }.values
    #expect((worst.flatMap { shares[$0] } ?? 0) > 1.5 * (others.max() ?? 1))
  }

  @Test("Weekends are low, December is high, and deals close at the end of the month")
  func seasons() {
    let zone = TruthTests.business.zone
    let paid = observed.lives.values.flatMap(\.spent).filter { $0.minor > 0 }
    let days = paid.map { zone.day(of: $0.at) }
    let weekend = days.filter { [.saturday, .sunday].contains($0.weekday) }.count
    #expect(Double(weekend) / Double(days.count) < 0.25)
    let counts = Dictionary(grouping: days) { month(of: $0).label }.mapValues(\.count)
    #expect((counts["2025-12"] ?? 0) > (counts["2025-10"] ?? 0))
    #expect((counts["2025-12"] ?? 0) > (counts["2026-02"] ?? 0))
    let last = observed.dealsWon.filter {
      let day = zone.day(of: $0)
      return day.distance(to: month(of: day).last) < 7
    }
    #expect(Double(last.count) / Double(observed.dealsWon.count) > 0.45)
  }

  @Test("Totals are those of the facts that nobody took back")
  func totals() throws {
    let small = SimulatedBusiness(seed: 5, customers: 400, lastDay: lastDay, faults: false)
    let facts = small.collected.map(\.fact)
    let retracted = Set(
      facts.compactMap { fact -> FactID? in
        if case .retract(let id, _) = fact.body { id } else { nil }
      })
    var sums: [String: Int64] = [:]
    for fact in facts where !retracted.contains(fact.id) {
      guard let amount = fact.money?.amount else { continue }
      let rate = World.rates.first { $0.code == amount.currency.code }?.hundredths ?? 100
      let cents = Int64(clamping: divideRounding(amount.minor * Int128(rate), by: 100))
      sums[month(of: small.zone.day(of: fact.at)).label, default: 0] += cents
    }
    guard case .array(let months)? = small.truth()["totals"]?["months"] else {
      Issue.record("the truth has no months")
      return
    }
    for month in months {
      guard case .string(let label)? = month["month"] else { continue }
      #expect(month["payments"] == .string(DecimalText.render(sums[label] ?? 0, places: 2)))
    }
  }
}
