import Facts
import Simulation

/// The last day of every business tested here.
let lastDay = CalendarDay("2026-10-20") ?? CalendarDay(number: 0)

/// A fact and when it was received.
struct Received: Hashable {
  let fact: Fact
  let at: Instant
}

extension SimulatedBusiness {
  /// All facts in the order they come.
  var collected: [Received] {
    var all: [Received] = []
    forEachFact { all.append(Received(fact: $0, at: $1)) }
    return all
  }

  /// All facts as an export writes them.
  var lines: [String] {
    var all: [String] = []
    forEachFact { all.append($0.json(received: $1).compact) }
    return all
  }
}

extension Fact {
  /// What a money fact says.
  var money: MoneyBody? {
    if case .money(let money) = body { money } else { nil }
  }

  /// What a deal fact says.
  var deal: DealBody? {
    if case .deal(let deal) = body { deal } else { nil }
  }
}
