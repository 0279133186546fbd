import Planning
import Testing

@testable import Ruling

/// Business rules that the Number and pay share, each by examples worked out by hand.
@Suite("Business rules")
struct RulingTests {
  @Test func `a deal books once and is taken back once`() {
    var isBooked = false
    var steps: [BookingRule.Step?] = []
    for stage in [DealStage.open, .lost, .won, .won, .open, .won, .lost, .lost, .won] {
      let step = BookingRule.step(to: stage, isBooked: isBooked)
      if let step { isBooked = step == .books }
      steps.append(step)
    }
    #expect(steps == [nil, nil, .books, nil, nil, nil, .takesBack, nil, .books])
  }

  @Test(arguments: [
    ("won", DealStage.won), ("lost", .lost), ("open", .open), ("demo", .open), ("Won", .open),
  ])
  func `stages that a plan names are open`(name: String, stage: DealStage) {
    #expect(DealStage(name) == stage)
  }

  @Test func `a customer activates with the amount that first brings the sum to the threshold`() {
    var sum = ActivationRule(threshold: 100)
    #expect([60, -30, 69, 1, 5].map { sum.reaches($0) } == [false, false, false, true, true])
    var refunded = ActivationRule(threshold: 100)
    #expect([300, -150].map { refunded.reaches($0) } == [true, false], "a refund never activates")
    var large = ActivationRule(threshold: .max)
    #expect([Int64.max, .max, .min].map { large.reaches($0) } == [true, true, false])
  }

  @Test func `refunds follow one another, and a sum beyond 64 bits starts anew`() {
    var refunds = RefundRule()
    #expect([-10, -5, -1].map { refunds.take($0) } == [0, -10, -15])
    var huge = RefundRule()
    #expect(huge.take(.min + 1) == 0)
    #expect(huge.take(-9) == 0)
    #expect(huge.take(-1) == -9)
  }

  @Test func `touches weigh by position`() {
    func weights(_ model: Attribution.Model, _ count: Int) -> [Int64] {
      (0..<count).map { TouchRule.weight(model, $0, of: count, age: 0) }
    }
    #expect(weights(.position, 1) == [1])
    #expect(weights(.position, 2) == [1, 1])
    // 4 : 1 : 1 : 4 is 40 %, 10 %, 10 %, 40 %.
    #expect(weights(.position, 4) == [4, 1, 1, 4])
    #expect(weights(.first, 3) == [1, 0, 0])
    #expect(weights(.last, 3) == [0, 0, 1])
    #expect(weights(.linear, 3) == [1, 1, 1])
    #expect(weights(.markov, 2) == [0, 0])
  }

  @Test func `the weight of a touch halves in seven days`() {
    let week: Int64 = 7 * 86_400_000
    #expect(
      (0...24).map { TouchRule.decay(age: Int64($0) * week) } == (0...24).map { 1 << (24 - $0) })
    #expect(TouchRule.decay(age: 30 * week) == 1)
    // 2^24 × 2^(−1/168) = 16,708,137.89, for any part of the second hour.
    #expect(TouchRule.decay(age: 3_600_000) == 16_708_138)
    #expect(TouchRule.decay(age: 7_199_999) == 16_708_138)
  }

  @Test func `a retraction that is retracted takes nothing back`() {
    #expect(Retractions.retracted([1: [2]]) == [1])
    #expect(Retractions.retracted([1: [2], 2: [3]]) == [2])
    #expect(Retractions.retracted([1: [2], 2: [3], 3: [4]]) == [1, 3])
    #expect(Retractions.retracted([1: [2, 5], 2: [3]]) == [1, 2])
  }
}
