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

  /// Without an event for so long, a remark is sent so that proxies keep the line open.
  private static let silence = Duration.seconds(15)
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
          let changed = feed.cache.fragments(page, snapshot, feed.pages).filter {
            sent[$0.id] != $0.html
          }
          if !changed.isEmpty {
            for fragment in changed { sent[fragment.id] = fragment.html }
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

  static func event(_ snapshot: Snapshot, _ fragments: [Fragment]) -> String {
    let json = JSON.members([
      "number": .integer(snapshot.number), "made": .string(snapshot.made.description),
      "last": .integer(snapshot.last),
      "fragments": .object(fragments.map { .init($0.id, .string($0.html)) }),
    ])
    return "event: fragments\nid: \(snapshot.number)\ndata: \(json.compact)\n\n"
  }
}

/// The fragments of the newest snapshot, made once for all who look at the same page.
final class FragmentCache: Sendable {
  private let made = Mutex<[String: (number: Int, fragments: [Fragment])]>([:])

  func fragments(_ page: String, _ snapshot: Snapshot, _ pages: any Pages) -> [Fragment] {
    made.withLock { made in
      if let known = made[page], known.number == snapshot.number { return known.fragments }
      let fragments = pages.fragments(of: page, snapshot)
      if fragments.isEmpty { return [] }
      made[page] = (snapshot.number, fragments)
      return fragments
    }
  }
}
