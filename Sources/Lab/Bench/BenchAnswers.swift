import Facts
import Foundation
import Planning
import Simulation
import Tally
import Operations

/// Writes the measured answers as CSV, to compare them with another engine's.
struct BenchAnswers {
  let folder: String
  let tasks: BenchTasks

  func write() throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try file("verdicts", "play,day,arm,customers,activated,spent,money", verdicts)
      try file("credit", "model,month,play,credit", credit)
      try file("lifecycle", BenchAnswers.lifecycleHeader, lifecycle)
      try file("retention", "cohort,k,size,on,last,money", retention)
      try file("paths", "from,to,count", paths)
      try file("removal", "play,effect", tasks.removal.map { "\($0.key),\($0.value)" })
      try file("totals", "day,kind,lever,play,member,channel,count,amount", totals)
    } catch {
      throw Failure(problem: "\(folder) cannot be written: \(error)", remedy: "check its space")
    }
  }

  private func file(_ name: String, _ header: String, _ rows: [String]) throws {
    let text = ([header] + rows.sorted()).joined(separator: "\n") + "\n"
    try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
  }

  private var verdicts: [String] {
    tasks.verdicts.arms.map { key, arm in
      let money = "\(arm.customers),\(arm.activated),\(arm.spent),\(arm.money)"
      return "\(key.play),\(key.day.number),\(key.side == .heldOut ? 1 : 0),\(money)"
    }
  }

  private var credit: [String] {
    tasks.credit.totals.filter { $0.value != 0 }.map { key, amount in
      "\(key.model.rawValue),\(key.period),\(key.play),\(amount)"
    }
  }

  private static let lifecycleHeader =
    "month,new,retained,reactivated,lapsed,active_at_end,money_new,money_retained,"
    + "money_reactivated,money_other,seconds_new,seconds_retained,seconds_reactivated,seconds_other"

  private var lifecycle: [String] {
    tasks.lifecycle.first.periods.map { period, counts in
      let heads =
        "\(counts.new),\(counts.retained),\(counts.reactivated),\(counts.lapsed),"
        + "\(counts.activeAtEnd)"
      return "\(period),\(heads),\(sorts(counts.money)),\(sorts(counts.seconds))"
    }
  }

  private func sorts(_ by: Lifecycle.BySort) -> String {
    "\(by.new),\(by.retained),\(by.reactivated),\(by.other)"
  }

  private var retention: [String] {
    tasks.lifecycle.second.cohorts(columns: .max).flatMap { unit, cohort -> [String] in
      let width = max(cohort.on.count, cohort.last.count, cohort.money.count, 1)
      return (0..<width).compactMap { age in
        let on = age < cohort.on.count ? cohort.on[age] : 0
        let last = age < cohort.last.count ? cohort.last[age] : 0
        let money = age < cohort.money.count ? cohort.money[age] : 0
        guard age == 0 || on != 0 || last != 0 || money != 0 else { return nil }
        return "\(unit),\(age),\(cohort.size),\(on),\(last),\(money)"
      }
    }
  }

  private var paths: [String] {
    tasks.paths.counts.map { "\(state($0.key.from)),\(state($0.key.to)),\($0.value)" }
  }

  private func state(_ state: TransitionCounts.State) -> Int64 {
    switch state {
    case .start: 0
    case .play(let play): play
    case .money: Int64(ManyFacts.plays + 1)
    case .null: Int64(ManyFacts.plays + 2)
    }
  }

  private var totals: [String] {
    tasks.totals.totals.filter { $0.key.kind != .play }.map { key, total in
      let who = "\(key.lever?.number ?? 0),\(key.play),\(key.member),\(key.channel)"
      return "\(key.day.number),\(key.kind.number),\(who),\(total.count),\(total.amount)"
    }
  }
}
