internal import Facts
public import Logging

/// Writes log lines to standard error, one JSON object per line.
public struct LineLog: LogHandler {
  /// Members of every line.
  public var metadata: Logger.Metadata = [:]
  /// The least severe level that is written.
  public var logLevel: Logger.Level = .notice

  /// Creates a log.
  public init() {}

  /// A member of every line.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes a line.
  public func log(event: LogEvent) {
    var members: [JSON.Member] = [
      .init("at", .string(SystemClock.now.description)),
      .init("level", .string(event.level.rawValue)),
      .init("message", .string(event.message.description)),
    ]
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      members.append(
        .init(key == "hb.request.id" ? "request" : key, .string(value.description)))
    }
    Console.log(JSON.object(members).compact)
  }
}
