import Testing

@testable import Statistics

@Suite struct SampleRatioTests {
  @Test func `V11's evidence, by mpmath 1_4_1 at 40 digits`() {
    let ratio = SampleRatio([.init(share: 0.9, treated: 9120, control: 880)])
    #expect(abs(ratio.logEvidence - 6.37375037570384) < 1e-12)
    #expect(abs(ratio.evidence / 586.252377801611 - 1) < 1e-12)
    #expect(ratio.isAlarm)
  }

  /// ln E by mpmath 1.4.1 at 40 digits.
  @Test(arguments: [
    (0.5, 0, 0, 0.0), (0.5, 1, 0, 0.0), (0.9, 900, 100, -0.34699488414488674),
    (0.8, 123456, 30000, 7.2090025604212445), (0.02, 15, 2000, 6.0827101444737292),
    (0.995, 7, 40, 56.718137059133303), (0.9, 9000000, 1000500, -4.4938194693036557),
  ])
  func `evidence is the beta-binomial's`(share: Double, treated: Int, control: Int, log: Double) {
    let ratio = SampleRatio([.init(share: share, treated: treated, control: control)])
    #expect(abs(ratio.logEvidence - log) < 1e-12 * max(1, abs(log)))
  }

  @Test func `with shares that vary, integration gives what the formula gives for one`() {
    let stretch = SampleRatio.Stretch(share: 0.8, treated: 4100, control: 900)
    #expect(abs(SampleRatio.tilted([stretch]) - SampleRatio.constant(stretch)) < 1e-10)
    let halves = SampleRatio([
      .init(share: 0.8, treated: 2100, control: 400),
      .init(share: 0.8, treated: 2000, control: 500),
    ])
    #expect(halves.logEvidence == SampleRatio.constant(stretch))
  }

  @Test func `a share that is changed on purpose is no fault, a loss in both stretches is one`() {
    let right = SampleRatio([
      .init(share: 0.5, treated: 5040, control: 4960),
      .init(share: 0.9, treated: 9010, control: 990),
    ])
    #expect(right.logEvidence < 0 && !right.isAlarm)
    let lost = SampleRatio([
      .init(share: 0.5, treated: 4600, control: 5000),
      .init(share: 0.9, treated: 8280, control: 1000),
    ])
    #expect(lost.isAlarm)
    #expect(SampleRatio([]).evidence == 1)
  }

  @Test func `looked at every day, a false alarm is rare`() {
    var random = SeededRandom(seed: 9)
    var alarms = 0
    for _ in 0..<400 {
      var (treated, control) = (0, 0)
      let hasAlarm = (0..<60).contains { _ in
        for _ in 0..<50 { if random.unit() < 0.9 { treated += 1 } else { control += 1 } }
        return SampleRatio([.init(share: 0.9, treated: treated, control: control)]).isAlarm
      }
      if hasAlarm { alarms += 1 }
    }
    #expect(alarms <= 4)
  }
}
