import Facts
import Logging

/// Writes log lines to standard error, one JSON object per line.
struct LineLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .notice

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
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
