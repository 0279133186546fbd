internal import Facts
internal import HTTPTypes
internal import Intake
internal import Planning

/// Maps outside events to facts through a source's mapping, like the rows of a file.
enum EventMapping {
  /// Finds the mapping for a sender's events: the plan's first source with one of these names, else
  /// the preset.
  static func source(_ names: [String], preset: String, in plan: Plan) throws(Refusal)
    -> SourceDefinition
  {
    do {
      for name in names { if let own = plan.sources[name] { return try Presets.filled(own) } }
      return try Presets.definition(named: preset)
    } catch {
      throw Refusal(.internalServerError, error.problem, error.remedy)
    }
  }

  /// Maps events, one line each, to facts. Events that are longer than the limit or give no fact
  /// are left out or refused with their line.
  static func delivery(
    _ events: [JSON], as source: SourceDefinition, door: String, _ plan: Plan,
    at now: Instant, limit: Int, from sender: Sender = .own
  ) throws(Refusal) -> Delivery {
    let all = events.map { Array($0.compact.utf8) }
    let lines = all.filter { $0.count <= limit }
    var delivery = Delivery(source: source.name, door: door, sender: sender, isKnownByID: true)
    delivery.parts += all.enumerated().filter { $0.element.count > limit }.map { place, line in
      .refused(tooLong(line, place + 1, source.name, door, limit))
    }
    do {
      var reader = try IntakeReader(
        ByteSource(name: door, bytes: Array(lines.joined(separator: [0x0A]))), as: source,
        IntakeTerms(plan, at: now))
      while let batch = try reader.nextBatch() {
        for taken in batch.facts {
          delivery.add(taken.fact, row: lines[taken.line - 1][...], line: taken.line)
        }
        delivery.parts += batch.rejections.map { .refused($0) }
      }
    } catch {
      throw Refusal(.internalServerError, error.problem, error.remedy)
    }
    return delivery
  }

  private static func tooLong(
    _ line: [UInt8], _ place: Int, _ source: String, _ door: String, _ limit: Int
  ) -> Rejection {
    Rejection(
      source: source, file: door, line: place, column: "",
      why: "the event has more than \(limit / 1024) KiB", remedy: "send less with it",
      row: Rejection.kept(line[...]))
  }
}
