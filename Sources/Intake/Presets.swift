internal import Facts
internal import Foundation
public import Planning

/// The sources shipped with Fulcrum, as YAML files in the form of a plan's sources.
public enum Presets {
  /// The presets' names, sorted; empty if the files are not installed.
  public static var names: [String] {
    guard let folder else { return [] }
    let files: [String]
    do { files = try FileManager.default.contentsOfDirectory(atPath: folder) } catch { return [] }
    return files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  /// The YAML of a preset as shipped.
  ///
  /// - Throws: ``IntakeProblem`` if there isn't a preset with that name.
  public static func text(named name: String) throws(IntakeProblem) -> String {
    let known = names
    guard let folder, known.contains(name) else {
      throw .unknownPreset(
        name, known: known, suggestion: Suggestion.nearest(to: name, among: known))
    }
    do { return try String(contentsOfFile: "\(folder)/\(name)\(ending)", encoding: .utf8) } catch {
      throw .badPreset(name, detail: "its file cannot be read as UTF-8 text")
    }
  }

  /// A preset as a source.
  ///
  /// - Throws: ``IntakeProblem`` if there isn't a preset with that name, or its file is damaged.
  public static func definition(named name: String) throws(IntakeProblem) -> SourceDefinition {
    let yaml = try text(named: name)
    do { return try SourceDefinition.read(name: name, yaml: yaml) } catch {
      let first = error.problems.first
      throw .badPreset(name, detail: first.map { "line \($0.line): \($0.problem)" } ?? "")
    }
  }

  /// The source, completed from its preset if it names one.
  ///
  /// - Throws: ``IntakeProblem`` if the preset doesn't exist.
  public static func filled(
    _ definition: SourceDefinition
  ) throws(IntakeProblem) -> SourceDefinition {
    guard let preset = definition.preset else { return definition }
    return definition.filled(from: try self.definition(named: preset))
  }

  /// The source that a command's name refers to: one of the plan's, or a preset; nil for
  /// Fulcrum's own facts, which need none.
  ///
  /// - Throws: ``IntakeProblem`` if there isn't a source with that name.
  public static func source(
    named name: String, in plan: Plan
  ) throws(IntakeProblem) -> SourceDefinition? {
    if let own = plan.sources[name] { return try filled(own) }
    if name == IntakeReader.factsSource { return nil }
    guard !names.contains(name) else { return try definition(named: name) }
    let known = plan.sources.keys.sorted() + [IntakeReader.factsSource] + names
    throw .unknownSource(
      name, known: known, suggestion: Suggestion.nearest(to: name, among: known))
  }

  private static let ending = ".yaml"

  /// The folder of the files: installed beside the program, or built beside it.
  ///
  /// A build's own `Bundle.module` isn't used, because accessing it crashes if the bundle is
  /// missing.
  private static let folder: String? = {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = program.deletingLastPathComponent().path
    let places =
      [
        "\(beside)/../share/fulcrum/Presets",
        "\(beside)/fulcrum_Intake.resources/Presets",
      ] + Bundle.allBundles.map { "\($0.bundlePath)/../fulcrum_Intake.resources/Presets" }
    return places.first { FileManager.default.fileExists(atPath: $0) }
  }()
}
