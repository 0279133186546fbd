public import Facts
public import Intake
public import Planning

/// Opens files by their source: the plan's, a preset, or Fulcrum's own facts.
public struct SourceList: Sendable {
  private let plan: Plan

  /// Creates the list of a plan's sources.
  public init(_ plan: Plan) { self.plan = plan }

  /// Returns the mapping of a source; nil for Fulcrum's own facts.
  ///
  /// - Throws: `IntakeProblem` if there is no such source.
  public func definition(_ name: String) throws(IntakeProblem) -> SourceDefinition? {
    try Presets.source(named: name, in: plan)
  }

  /// Creates a reader of a file for a source.
  ///
  /// - Throws: `IntakeProblem` if there is no such source, or the file cannot be read as one.
  public func reader(
    _ name: String, _ file: String, at now: Instant
  ) throws(IntakeProblem) -> IntakeReader {
    let definition = try definition(name)
    let terms = IntakeTerms(plan, at: now)
    let bytes = try ByteSource(path: file)
    guard let definition else { return IntakeReader(facts: bytes, terms) }
    return try IntakeReader(bytes, as: definition, terms)
  }
}
