import Facts
import Planning
import Tally

/// What the engine's other sums should be, worked out slowly from whole facts.
extension Reference {
  struct Declared {
    var lever: Lever?
    var window: Int
  }

  /// The latest declaration of each play.
  var declared: [PlayID: Declared] {
    var declared: [PlayID: Declared] = [:]
    for fact in facts {
      guard case .play(let play) = fact.body, let id = fact.play else { continue }
      let usual = plan.activation.within ?? Rules.defaultWindow
      declared[id] = Declared(lever: fact.lever, window: play.window ?? usual)
    }
    return declared
  }

  struct Exposure: Hashable {
    let play: PlayID
    let day: CalendarDay
    let side: Exposures.Side
  }

  /// A customer's meeting with a play.
  struct Met {
    let at: Instant
    let side: Exposures.Side
    var wave = 0
  }

  /// Customers, activated, spent and money by play, day and arm.
  func exposures() -> [Exposure: [Int128]] {
    let born = activations()
    let money = money()
    let declared = declared
    let lists = meetings()
    var arms: [Exposure: [Int128]] = [:]
    for (customer, list) in lists {
      for (play, exposure) in list.flatMap({ entry in entry.value.map { (entry.key, $0) } }) {
        let days = declared[play]?.window ?? plan.activation.within ?? Rules.defaultWindow
        let end = exposure.at.advanced(bySeconds: Int64(days) * 86_400)
        func counts(_ at: Instant) -> Bool { at > exposure.at && at <= end }
        let spends = (money[customer] ?? []).filter { counts($0.fact.at) }
        let key = Exposure(
          play: play, day: plan.zone.day(of: exposure.at), side: exposure.side)
        var arm = arms[key] ?? [0, 0, 0, 0]
        arm[0] += 1
        arm[1] += born[customer].map { counts($0.at) } ?? false ? 1 : 0
        arm[2] += spends.contains { $0.amount > 0 } ? 1 : 0
        arm[3] += spends.reduce(0) { $0 + Int128($1.amount) }
        arms[key] = arm
      }
    }
    return arms
  }

  /// Every customer's exposures to each play.
  func meetings() -> [CustomerID: [PlayID: [Met]]] {
    var lists: [CustomerID: [PlayID: [Met]]] = [:]
    for fact in facts {
      guard let customer = fact.customer, let play = fact.play else { continue }
      let old = lists[customer]?[play] ?? []
      switch fact.body {
      case .touch where old.isEmpty:
        lists[customer, default: [:]][play] = [Met(at: fact.at, side: .reached)]
      case .holdout(let lot):
        let wave = lot.wave ?? (lot.arm == .kept ? 0 : 1)
        let drawn = old.filter { $0.side != .reached }
        if let last = drawn.last,
          last.side == .drawn || last.wave == 0 || wave <= last.wave
        {
          continue
        }
        let met = Met(at: fact.at, side: lot.arm == .kept ? .heldOut : .drawn, wave: wave)
        lists[customer, default: [:]][play] = drawn + [met]
      default: break
      }
    }
    return lists
  }

  struct Step: Hashable {
    let from: String
    let to: String
  }

  /// Steps of paths, states by name.
  func steps() -> [Step: Int64] {
    let money = money()
    var steps: [Step: Int64] = [:]
    for customer in Set(facts.compactMap(\.customer)) {
      let paid = (money[customer] ?? []).filter { $0.amount > 0 }.map(\.fact.at).sorted()
      let touches = facts.filter { fact in
        if case .touch = fact.body { return fact.customer == customer && fact.play != nil }
        return false
      }
      for cut in 0...paid.count {
        let path = touches.filter {
          (cut == 0 || $0.at >= paid[cut - 1]) && (cut == paid.count || $0.at < paid[cut])
        }.compactMap { $0.play?.text }
        guard !path.isEmpty else { continue }
        let states = ["(start)"] + path + [cut == paid.count ? "(null)" : "(money)"]
        for (from, to) in zip(states, states.dropFirst()) {
          steps[Step(from: from, to: to), default: 0] += 1
        }
      }
    }
    return steps
  }

  struct Total: Hashable {
    let day: CalendarDay
    let kind: FactKind
    let lever: Lever?
    let play: String
    let channel: String
  }

  /// How many facts of each sort there are.
  func counts() -> [Total: Int64] {
    let declared = declared
    var counts: [Total: Int64] = [:]
    for fact in facts {
      var channel = ""
      if case .touch(let name) = fact.body { channel = name ?? "" }
      let lever = fact.lever ?? fact.play.flatMap { declared[$0]?.lever }
      counts[
        Total(
          day: day(fact), kind: fact.kind, lever: lever, play: fact.play?.text ?? "",
          channel: channel), default: 0] += 1
    }
    return counts
  }
}
