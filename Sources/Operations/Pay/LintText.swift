public import Facts
public import Pay
internal import Planning
internal import Surfaces

/// Findings as text and JSON.
public enum LintText {
  /// Place, kind and sentence of each finding.
  public static func lines(_ findings: [PayFinding], _ text: String, _ name: String) -> String {
    let places = PlanPlaces(text)
    return findings.map { finding in
      let place = places.place(of: finding.path)
      return "  \(name):\(place.line):\(place.column): \(finding.kind.rawValue): \(finding.path)\n"
        + "      \(finding.sentence)"
    }.joined(separator: "\n")
  }

  /// The findings as JSON.
  public static func json(_ findings: [PayFinding], _ text: String) -> JSON {
    let places = PlanPlaces(text)
    return .members([
      "findings": .array(
        findings.map { finding in
          let place = places.place(of: finding.path)
          return .members([
            "plan": .string(finding.plan), "kind": .string(finding.kind.rawValue),
            "path": .string(finding.path), "line": .integer(place.line),
            "column": .integer(place.column), "sentence": .string(finding.sentence),
            "at_stake": .text(finding.stake?.decimal),
          ])
        })
    ])
  }

  /// Refuses a plan whose worked examples do not hold.
  public static func refuse(_ findings: [PayFinding], _ text: String, _ name: String)
    throws(Failure)
  {
    let errors = findings.filter(\.kind.isError)
    guard !errors.isEmpty else { return }
    let count = Figures.plural(errors.count, "example")
    throw Failure(
      problem: "\(name): \(count) of pay plans \(errors.count == 1 ? "does" : "do") not hold\n"
        + lines(errors, text, name),
      remedy: "fix the rules or the example and run this again")
  }
}
