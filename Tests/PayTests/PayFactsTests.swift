import Facts
import Planning
import Testing

@testable import Pay

/// Facts put together for pay.
@Suite struct PayFactsTests {
  @Test("moments are put in order, equal ones as they came", arguments: UInt64(1)...20)
  func timeOrder(seed: UInt64) {
    var chance = Chance(state: seed)
    let span = [1, 3, 1000, 1 << 40, Int.max][Int(seed % 5)]
    var moments = (0..<chance.below(500)).map { _ in Int64(chance.below(span)) }
    if seed % 5 == 4 { moments = moments.map { $0 % 2 == 0 ? $0 : ~$0 } }
    let wanted = moments.indices.sorted { (moments[$0], $0) < (moments[$1], $1) }
    #expect(TimeOrder.places(moments) == wanted.map(Int32.init), "seed \(seed)")
  }

  private func fact(_ number: Int64, deal: String, in facts: inout PayFacts) -> PayFact {
    var fact = PayFact(
      number: number, at: 1000 - number % 7, day: CalendarDay(number: 20_000), kind: .deal)
    // A deal of the ledger has the ledger's number.
    fact.deal = Int32(deal.dropFirst()) ?? -1
    facts.deal(fact.deal, isCalled: deal.utf8.span)
    return fact
  }

  @Test(
    "facts that come in parts are the same as facts that come at once", arguments: UInt64(1)...20)
  func parts(seed: UInt64) {
    var chance = Chance(state: seed)
    let count = Int64(1 + chance.below(60))
    let cut = Int64(chance.below(Int(count)))
    var whole = PayFacts()
    var parts = [PayFacts(), PayFacts()]
    for number in 1...count {
      let deal = "d\(1 + chance.below(9))"
      let refers = number % 5 == 0 ? "f\(number / 2)" : nil
      let part = number <= cut ? 0 : 1
      let takes = number % 11 == 0
      var one = fact(number, deal: deal, in: &whole)
      var other = fact(number, deal: deal, in: &parts[part])
      if takes { (one.kind, other.kind) = (.retract, .retract) }
      whole.append(one, id: "f\(number)", refers: refers ?? (takes ? "f\(number - 1)" : nil))
      parts[part].append(
        other, id: "f\(number)", refers: refers ?? (takes ? "f\(number - 1)" : nil))
    }
    var joined = parts[0]
    #expect(joined.append(parts[1]) == parts[0].count)
    whole.finish()
    joined.finish()
    func said(_ facts: PayFacts) -> [String] {
      facts.facts.map {
        "\($0.number) \($0.at) \(facts.id($0)) \(facts.deals[$0.deal]) \(facts.reference($0) ?? "")"
      }
    }
    #expect(said(joined) == said(whole), "seed \(seed)")
    #expect(joined.last == whole.last)
    #expect(whole.facts.allSatisfy { Int64(facts(whole, $0)) == $0.number })
  }

  @Test("a retraction that is itself retracted takes nothing back", arguments: 0...5)
  func chains(length: Int) {
    var facts = PayFacts()
    for number in 0...length {
      var fact = fact(Int64(number + 1), deal: "d1", in: &facts)
      if number > 0 { fact.kind = .retract }
      facts.append(fact, id: "f\(number)", refers: number > 0 ? "f\(number - 1)" : nil)
    }
    facts.finish()
    #expect(facts.count == (length.isMultiple(of: 2) ? 1 : 0))
  }

  private func facts(_ facts: PayFacts, _ fact: PayFact) -> Int {
    Int(facts.id(fact).dropFirst()) ?? 0
  }

  @Test("a deal is found by its id, whoever numbered it, and a new one gets a number of its own")
  func dealNames() {
    var names = DealNames()
    names.name(7, "seven".utf8.span)
    names.name(3, "three".utf8.span)
    names.name(7, "other".utf8.span)
    #expect(names[7] == "seven" && names.number("three") == 3)
    let new = names.number("new")
    #expect(new > 7 && names[new] == "new" && names.number("new") == new)
    names.name(5, "five".utf8.span)
    #expect(names.find(["five", "none"]) == ["five": 5])
    var more = DealNames()
    more.name(9, "nine".utf8.span)
    more.name(7, "seven".utf8.span)
    var both = DealNames()
    both.name(7, "seven".utf8.span)
    both.append(more)
    #expect(both[9] == "nine" && both[7] == "seven" && both.number("nine") == 9)
  }

  @Test("money that takes back itself, or what comes after it, takes back nothing that is known")
  func circles() throws {
    let plan = try Plan.read(
      """
      business: Trial
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1.00 }
      """)
    var facts = PayFacts()
    let refers: [(id: String, of: String?)] = [
      ("self", "self"), ("early", "late"), ("late", "early"), ("payment", nil),
      ("refund", "payment"),
    ]
    for (number, (id, of)) in refers.enumerated() {
      var fact = PayFact(
        number: Int64(number + 1), at: Int64(number), day: CalendarDay(number: 20_000), kind: .money
      )
      fact.amount = id == "payment" ? 100 : -100
      facts.append(fact, id: id, refers: of)
    }
    facts.finish()
    let events = PayEvents(facts, plan)
    #expect(events.payments.map(events.id) == refers.map(\.id))
    #expect(events.payments.map(\.origin) == [-1, -1, 1, -1, 3])
  }

  @Test("refunds of one payment that together are past 64 bits do not end the process")
  func pastAll() throws {
    let plan = try Plan.read(
      """
      business: Trial
      timezone: UTC
      currency: EUR
      number: {}
      activation: { money: 1.00 }
      """)
    var facts = PayFacts()
    for number in 0..<3000 {
      var fact = PayFact(
        number: Int64(number + 1), at: Int64(number), day: CalendarDay(number: 20_000), kind: .money
      )
      fact.amount = number == 0 ? 100 : -9_000_000_000_000_000
      facts.append(fact, id: "f\(number)", refers: number == 0 ? nil : "f0")
    }
    facts.finish()
    let events = PayEvents(facts, plan)
    let refund = try #require(events.payments.last)
    #expect(!events.refunded(before: refund).addingReportingOverflow(refund.amount).overflow)
  }

}
