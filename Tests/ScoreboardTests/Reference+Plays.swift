import Facts
import Planning
import Tally

/// What the customers of a play did, worked out slowly from whole facts.
extension Reference {
  struct Sided: Hashable {
    let day: Int32
    let stratum: Int
    let isTreated: Bool
  }

  /// Amounts in each customer's window by day, stratum and side; yes or no as 1 or 0.
  func outcomes(_ play: PlayID, _ question: PlayQuestion) -> [Sided: [Int64]] {
    let (born, money) = (activations(), money())
    var found: [Sided: [Int64]] = [:]
    func add(_ customer: CustomerID, at: Instant, _ isTreated: Bool, before: Int64) {
      let day = plan.zone.day(of: at).number
      guard question.days.contains(day) else { return }
      let end = Instant(milliseconds: at.milliseconds + question.window)
      let spends = (money[customer] ?? []).filter { $0.fact.at > at && $0.fact.at <= end }
      let seconds = time(customer, after: at, through: end)
      let value: Int64
      switch question.goal {
      case .activation: value = born[customer].map { $0.at > at && $0.at <= end } ?? false ? 1 : 0
      case .retention: value = spends.contains { $0.amount > 0 } ? 1 : 0
      case .money: value = spends.reduce(0) { $0 + $1.amount }
      case .time: value = seconds
      }
      let stratum =
        question.isOfValue ? 0 : stratum(money[customer] ?? [], before: before)
      found[Sided(day: day, stratum: stratum, isTreated: isTreated), default: []].append(value)
    }
    for (customer, plays) in meetings() {
      for met in plays[play] ?? [] {
        switch question.comparison {
        case .lot(let isDrawn):
          if isDrawn, met.side == .reached { continue }
          add(customer, at: met.at, met.side != .heldOut, before: question.launch)
        case .list:
          guard met.side == .drawn else { continue }
          let end = met.at.milliseconds + question.window
          let isReached = facts.contains { fact in
            guard case .touch = fact.body, fact.customer == customer, fact.play == play else {
              return false
            }
            return fact.at >= met.at && fact.at.milliseconds <= end
          }
          add(customer, at: met.at, isReached, before: question.launch)
        case .others: break
        }
      }
    }
    return found
  }

  private func time(_ customer: CustomerID, after start: Instant, through end: Instant) -> Int64 {
    facts.reduce(0) { sum, fact in
      guard case .time(let seconds) = fact.body, fact.customer == customer, fact.at > start,
        fact.at <= end
      else { return sum }
      return sum + seconds
    }
  }

  /// By the words: how often and how long ago they had paid.
  private func stratum(_ spends: [Spend], before moment: Int64) -> Int {
    let paid = spends.filter { $0.amount > 0 && $0.fact.at.milliseconds < moment }
    guard let last = paid.map(\.fact.at.milliseconds).max() else { return 0 }
    let frequency =
      switch paid.count {
      case 1: 0
      case 2: 1
      case 3...4: 2
      case 5...8: 3
      default: 4
      }
    let days = (moment - last) / 86_400_000
    let recency = [28, 56, 84, 140, 250].filter { days > $0 }.count
    return 1 + frequency * 6 + recency
  }
}
