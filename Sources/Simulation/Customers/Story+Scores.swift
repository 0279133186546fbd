import Facts

extension Story {
  /// Adds a satisfaction score some days after a moment, with probability `chance`.
  mutating func rate(after moment: Moment, chance: Double) {
    guard random.happens(chance) else { return }
    let day = moment.day + random.whole(1...9)
    let mood = world.product.satisfaction(on: day) - (refunding > 1.5 ? 0.3 : 0)
    let isNet = random.happens(0.35)
    let level = isNet ? (mood - 1) * 2.5 + 2.2 * random.normal() : mood + 0.9 * random.normal()
    let scale: ScoreBody.Scale = isNet ? .nps : .csat5
    let score = min(max(Int(level.rounded()), scale.range.lowerBound), scale.range.upperBound)
    log.add(
      .score(ScoreBody(scale: scale, score: score)),
      at: world.calendar.instant(self.moment(on: day)), from: .survey)
  }
}
