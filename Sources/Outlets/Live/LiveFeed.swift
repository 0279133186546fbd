internal import Facts
internal import Hummingbird
internal import ServiceLifecycle
internal import Synchronization

/// `GET /live`: server-sent events that carry what changed on a page since the last one.
///
/// An event `fragments` is a JSON object: `number` counts snapshots, `made` is when it was made, `last`
/// the number of the last fact in it, and `fragments` maps ids of elements to their new inner HTML. The
/// first event carries all of them.
struct LiveFeed {
  let newest: Newest
  let pages: any Pages
  private let cache = FragmentCache()

  init(_ newest: Newest, _ pages: any Pages) {
    self.newest = newest
    self.pages = pages
  }

  /// Without an event for so long, a remark is sent so that proxies keep the line open; at the next reminder.
  private static let silence = Duration.seconds(5)
  /// Between two events to one page, for each page that is open: 1,000 pages get four a second.
  private static let breath = Duration.microseconds(250)

  func get(_ request: Request, _ visit: Visit) async throws -> Response {
    let page = request.uri.queryParameters["page"].map(String.init) ?? "flash"
    let feed = self
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        .accelBuffering: "no",
      ],
      body: ResponseBody { writer in
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        var sent: [String: String] = [:]
        var last = ContinuousClock.now
        for await snapshot in feed.newest.follow().cancelOnGracefulShutdown() {
          let changed = feed.cache.parts(page, snapshot, feed.pages).filter {
            sent[$0.id] != $0.text
          }
          if !changed.isEmpty {
            for part in changed { sent[part.id] = part.text }
            try await writer.write(ByteBuffer(string: LiveFeed.event(snapshot, changed)))
            last = .now
          } else if ContinuousClock.now - last > LiveFeed.silence {
            try await writer.write(ByteBuffer(string: ": here\n\n"))
            last = .now
          }
          try await Task.sleep(for: LiveFeed.breath * feed.newest.listeners)
        }
        try await writer.finish(nil)
      })
  }

  private static func event(_ snapshot: Snapshot, _ parts: [FragmentCache.Part]) -> String {
    "event: fragments\nid: \(snapshot.number)\ndata: {\"number\":\(snapshot.number),"
      + "\"made\":\"\(snapshot.made)\",\"last\":\(snapshot.last),"
      + "\"fragments\":{\(parts.map(\.text).joined(separator: ","))}}\n\n"
  }
}

/// The fragments of the newest snapshot, made and written as JSON once for all who look at the same page.
final class FragmentCache: Sendable {
  private let made = Mutex<[String: (number: Int, parts: [Part])]>([:])

  /// A fragment as a member of the event's JSON.
  struct Part: Sendable {
    let id: String
    let text: String
  }

  func parts(_ page: String, _ snapshot: Snapshot, _ pages: any Pages) -> [Part] {
    made.withLock { made in
      if let known = made[page], known.number == snapshot.number { return known.parts }
      let parts = pages.fragments(of: page, snapshot).map { fragment in
        var text = ""
        JSON.quote(fragment.id, into: &text)
        text += ":"
        JSON.quote(fragment.html, into: &text)
        return Part(id: fragment.id, text: text)
      }
      if parts.isEmpty { return [] }
      made[page] = (snapshot.number, parts)
      return parts
    }
  }
}
