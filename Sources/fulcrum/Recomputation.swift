import Facts
import Intake
import Ledger
import Planning
import Scoreboard
import Surfaces
import Tally

/// Recomputes every answer from the facts as an export writes them, on an in-memory ledger.
struct Recomputation {
  let ledger: FactLedger
  let plan: Plan
  let view: View

  /// Returns the names of the answers that differ from those of `board`.
  func differing(from board: DayScoreboard) throws -> [String] {
    let copy = try refusing { () throws(LedgerProblem) in try FactLedger.inMemory() }
    try fill(copy)
    let again = try refusing { () throws(LedgerProblem) in
      try Pipeline.workOut(IndexedLedger(copy), view, plan)
    }
    let options: [(String, (DayScoreboard) -> any Answer)] = [
      ("number", { $0.number() }), ("clock", { $0.clock() }), ("lifecycle", { $0.lifecycle() }),
      ("retention", { $0.retention() }), ("bridge", { $0.bridge() }), ("flash", { $0.flash() }),
    ]
    return options.filter { $0.1(board).json != $0.1(again).json }.map(\.0)
  }

  private func fill(_ copy: FactLedger) throws {
    let reader = FactReader(ofKept: plan.zone)
    var writer = LedgerWriter(copy)
    var batch: [LedgerWriter.Arrival] = []
    func keep() throws {
      _ = try writer.append(batch, at: view.happenedBefore) { conflict in
        Rejection(
          source: "", file: "", line: 0, column: "id", why: conflict.difference, mend: "", row: "")
      }
      batch.removeAll(keepingCapacity: true)
    }
    try refusing { () throws(LedgerProblem) in
      try ledger.facts { fact, received in
        let line = fact.json(received: received).compact
        let reading = try reader.read(line: ArraySlice(line.utf8))
        batch.append(.init(reading.fact, received: reading.received ?? received))
        if batch.count >= IntakeReader.defaultBatch { try keep() }
      }
    }
    do { try keep() } catch let problem as LedgerProblem {
      throw Failure(problem: problem.problem, remedy: problem.remedy)
    }
  }
}
