import ArgumentParser
import Facts
import Foundation
import Intake
import Ledger
import Simulation
import Operations

/// `fulcrum-lab bench generate`: writes simulated facts as raw columns and, if asked, as a ledger.
struct BenchGenerate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Simulate facts for measuring, as raw columns.",
    discussion: """
      Writes a file for each column, little-endian, in the order of arrival, and meta.json.

      Example:
        fulcrum-lab bench generate /tmp/many --facts 2000000
      """)

  @Argument(help: "The folder to write to.") var folder: String
  @Option(help: "How many facts.") var facts = 2_000_000
  @Option(help: "What all randomness comes from.") var seed: UInt64 = 1
  @Flag(help: "Also keep the facts in a ledger, fulcrum.db in the folder.") var ledger = false

  func validate() throws {
    guard (1_000...2_000_000_000).contains(facts) else {
      throw ValidationError("--facts must be between 1,000 and 2,000,000,000.")
    }
  }

  func run() throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let many = ManyFacts(count: facts, seed: seed)
      try writeColumns(many)
      try meta(many).write(toFile: folder + "/meta.json", atomically: true, encoding: .utf8)
      if ledger { try BenchLedger(folder, many).fill() }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(problem: "\(folder) cannot be written: \(error)", remedy: "check its space")
    }
  }

  private func writeColumns(_ many: ManyFacts) throws {
    var customer = try RawColumnWriter<UInt32>(folder, "customer.u32")
    var at = try RawColumnWriter<UInt32>(folder, "at.u32")
    var received = try RawColumnWriter<UInt32>(folder, "received.u32")
    var kind = try RawColumnWriter<UInt8>(folder, "kind.u8")
    var play = try RawColumnWriter<UInt16>(folder, "play.u16")
    var channel = try RawColumnWriter<UInt8>(folder, "channel.u8")
    var member = try RawColumnWriter<UInt8>(folder, "member.u8")
    var amount = try RawColumnWriter<Int64>(folder, "amount.i64")
    var of = try RawColumnWriter<UInt32>(folder, "of.u32")
    try many.each { fact in
      try customer.append(fact.customer)
      try at.append(fact.at)
      try received.append(fact.received)
      try kind.append(UInt8(fact.kind.number))
      try play.append(fact.play)
      try channel.append(fact.channel)
      try member.append(fact.member)
      try amount.append(fact.amount)
      try of.append(fact.of)
    }
    try customer.finish()
    try at.finish()
    try received.finish()
    try kind.finish()
    try play.finish()
    try channel.finish()
    try member.finish()
    try amount.finish()
    try of.finish()
  }

  private func meta(_ many: ManyFacts) -> String {
    let plays = 1...ManyFacts.plays
    let windows = plays.map { JSON.integer(Int64(ManyFacts.window(ofPlay: $0))) }
    let levers = plays.map { JSON.integer(Int64(ManyFacts.lever(ofPlay: $0).number)) }
    func number(_ value: Int) -> JSON { JSON.integer(Int64(value)) }
    return JSON.object([
      .init("facts", number(many.count)), .init("customers", number(many.customers)),
      .init("plays", number(ManyFacts.plays)), .init("channels", number(ManyFacts.channels)),
      .init("members", number(ManyFacts.members)),
      .init("first_day", .string(ManyFacts.firstDay.description)),
      .init("days", number(ManyFacts.days)), .init("windows", .array(windows)),
      .init("levers", .array(levers)),
      .init("activation_money", number(BenchPlan.activationMinor)),
      .init("activation_seconds", number(BenchPlan.activationSeconds)),
      .init("lapse_days", number(BenchPlan.lapse)),
      .init("lookback_days", number(BenchPlan.lookback)),
      .init("today", .string(BenchPlan.today.description)),
    ]).pretty
  }
}
