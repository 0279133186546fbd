import Facts
import Intake
import Ledger
import Planning
import Simulation
import Terminal
import Operations

/// Writes the simulated facts to a ledger of their own, with the benchmark's plan in force.
struct BenchLedger {
  private let path: String
  private let many: ManyFacts
  private let currency: Currency

  init(_ folder: String, _ many: ManyFacts) throws {
    path = folder + "/fulcrum.db"
    self.many = many
    currency = try BenchPlan.plan().currency
  }

  /// Stores every fact, one transaction per batch.
  func fill() throws {
    let ledger = try FactLedger.open(path, create: true)
    let start = Instant(milliseconds: Int64(ManyFacts.firstDay.number) * 86_400_000)
    _ = try ledger.apply(planText: BenchPlan.text, by: Console.principal, at: start)
    var writer = LedgerWriter(ledger)
    var batch = try (1...ManyFacts.plays).map { try declaration($0, start) }
    func keep() throws {
      _ = try writer.append(batch, at: start) { conflict in
        Rejection(
          source: "facts", file: "", line: conflict.index, column: "id", why: conflict.difference,
          remedy: "", row: "")
      }
      batch.removeAll(keepingCapacity: true)
    }
    try many.each { arrival in
      batch.append(try fact(arrival))
      if batch.count == IntakeReader.defaultBatch { try keep() }
    }
    try keep()
  }

  private func declaration(_ play: Int, _ start: Instant) throws -> LedgerWriter.Arrival {
    .init(
      Fact(
        id: try id("declaration \(play)"), at: start, play: PlayID(ManyFacts.id(ofPlay: play)),
        lever: ManyFacts.lever(ofPlay: play),
        body: .play(
          PlayDeclaration(from: ManyFacts.firstDay, window: ManyFacts.window(ofPlay: play)))),
      received: start)
  }

  private func id(_ text: String) throws -> FactID {
    guard let id = FactID(text) else {
      throw Failure(problem: "\(text) isn't a valid id", remedy: "simulate with another seed")
    }
    return id
  }

  private func fact(_ arrival: ManyFacts.Arrival) throws -> LedgerWriter.Arrival {
    let at = Instant(milliseconds: Int64(arrival.at) * 1000)
    let fact = Fact(
      id: try id("f\(arrival.number)"), at: at,
      customer: arrival.customer == 0 ? nil : CustomerID("c\(arrival.customer)"),
      play: arrival.play == 0 ? nil : PlayID(ManyFacts.id(ofPlay: Int(arrival.play))),
      member: arrival.member == 0 ? nil : MemberID("m\(arrival.member)"), body: try body(arrival))
    return .init(fact, received: Instant(milliseconds: Int64(arrival.received) * 1000))
  }

  private func body(_ arrival: ManyFacts.Arrival) throws -> Fact.Body {
    let money = Money(minor: Int128(arrival.amount), currency)
    switch arrival.kind {
    case .holdout: return .holdout(.kept)
    case .time: return .time(seconds: arrival.amount)
    case .cost: return .cost(money)
    case .money:
      return .money(MoneyBody(amount: money, of: arrival.of == 0 ? nil : try id("f\(arrival.of)")))
    default: return .touch(channel: arrival.channel == 0 ? nil : "channel \(arrival.channel)")
    }
  }
}
