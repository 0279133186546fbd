public import Facts
public import Ledger
internal import Pay
public import Planning
internal import Surfaces

/// A plan's text that was read and found valid, with remarks on its pay plans.
public struct PlanDraft: Sendable {
  /// The text.
  public let text: String
  /// The plan.
  public let plan: Plan
  /// Remarks on the pay plans, one a line with its place; empty if there are none.
  public let remarks: String

  /// Reads and checks a plan; `name` is its file.
  ///
  /// - Throws: ``Failure`` that lists every problem, or every worked example that does not hold.
  public init(_ text: String, name: String) throws(Failure) {
    self.text = text
    plan = try Plan.checked(text, name: name)
    let findings = PayLint(plan).findings
    try LintText.refuse(findings, text, name)
    remarks = findings.isEmpty ? "" : LintText.lines(findings, text, name)
  }

  /// The result of applying a plan.
  public struct Applied: Sendable {
    /// The active version.
    public let version: Int
    /// False if the plan was already active.
    public let isNew: Bool
    /// What changed from the plan before, one sentence each.
    public let differences: [String]
    /// The result in one sentence.
    public let sentence: String
  }

  /// Applies the plan.
  ///
  /// - Throws: ``LedgerProblem`` if the ledger cannot be written.
  public func apply(
    _ ledger: FactLedger, by principal: Principal, at now: Instant
  ) throws -> Applied {
    let before = try ledger.plan()
    let applied = try ledger.apply(planText: text, by: principal, at: now)
    let version = applied.version.version
    guard applied.isNew else {
      return Applied(
        version: version, isNew: false, differences: [],
        sentence: "Version \(version) is already active; nothing changed.")
    }
    return Applied(
      version: version, isNew: true, differences: before.map(differences) ?? [],
      sentence: "Version \(version) is active: \(plan.summary).")
  }

  /// What changed from a version. One that this version of Fulcrum finds fault with is no obstacle.
  private func differences(from before: PlanVersion) -> [String] {
    do { return plan.differences(from: try Plan.read(before.text)) } catch {
      return ["version \(before.version) has faults by now, so the two are not compared"]
    }
  }
}

extension FactLedger {
  /// Reads and checks the plan that was active at a moment.
  ///
  /// - Throws: ``LedgerProblem`` if there is none or the ledger cannot be read, ``Failure`` if this
  ///   version of Fulcrum finds fault with it.
  public func plan(at moment: Instant) throws -> Plan {
    guard let version = try plan(before: moment) else { throw LedgerProblem.noPlan }
    return try Plan.checked(version.text, name: "plan version \(version.version)")
  }
}

extension Plan {
  /// Reads a plan, or fails with every problem in it.
  ///
  /// - Throws: ``Failure``.
  public static func checked(_ text: String, name: String) throws(Failure) -> Plan {
    do { return try Plan.read(text) } catch {
      throw Failure(problem: error.text(name: name), remedy: "fix it and run this again")
    }
  }

  /// A summary of the plan in one line.
  public var summary: String {
    let count = people.count == 1 ? "1 person" : "\(people.count) people"
    let from = sources.count == 1 ? "1 source" : "\(sources.count) sources"
    return "\(business), \(number.measure.rawValue) by \(number.basis.rawValue) in \(currency), "
      + "by \(fiscal.length.rawValue), \(count), \(from)"
  }
}

extension PlanProblems {
  /// The problems as lines: place, problem and remedy.
  fileprivate func text(name: String) -> String {
    let all = count == 1 ? "1 problem" : "\(count) problems"
    return "\(name) has \(all)\n"
      + problems.map { problem in
        let at = problem.path.isEmpty ? "" : "\(problem.path): "
        return "  \(name):\(problem.line):\(problem.column): \(at)\(problem.problem)\n"
          + "      \(problem.remedy)"
      }.joined(separator: "\n") + (more > 0 ? "\n  and \(more) more" : "")
  }
}
