internal import Facts
internal import Hummingbird
internal import ServiceLifecycle
internal import Synchronization

/// `GET /live`: server-sent events with the changes of a page.
///
/// An event `fragments` is a JSON object: `number` counts snapshots, `made` is the snapshot's time,
/// `last` the number of its last fact, and `fragments` maps ids of elements to their new inner
/// HTML. The first event carries all of them.
struct LiveFeed {
  let house: House
  private let cache = FragmentCache()
  private let watched = Watched()

  init(_ house: House) { self.house = house }

  private var newest: Newest { house.newest }
  private var pages: WebPages { house.pages }

  /// The most live pages of one visitor.
  static let most = 20

  /// The number of live pages of each visitor.
  private final class Watched: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Counts one more; false if the visitor has too many.
    func enter(_ visitor: String) -> Bool {
      counts.withLock { counts in
        guard counts[visitor, default: 0] < LiveFeed.most else { return false }
        counts[visitor, default: 0] += 1
        return true
      }
    }

    func leave(_ visitor: String) {
      counts.withLock { counts in
        let left = (counts[visitor] ?? 1) - 1
        counts[visitor] = left > 0 ? left : nil
      }
    }
  }

  /// True if the visitor is still let in. Checked at every event and reminder.
  private func isStillIn(_ visit: Visit) -> Bool {
    guard let credential = visit.credential else { return false }
    do { return try house.access.admit(credential) != nil } catch {
      // If the ledger cannot be read, nobody is let in.
      return false
    }
  }

  /// The silence after which a reminder sends a comment line, so that proxies keep the connection
  /// open.
  private static let silence = Duration.seconds(5)
  /// The pause between two events to one page, per open page: 1,000 pages get four events a second.
  private static let minPause = Duration.microseconds(250)

  func get(_ request: Request, _ visit: Visit) async throws -> Response {
    let page = request.uri.queryParameters["page"].map(String.init) ?? "flash"
    let feed = self
    guard watched.enter(visit.seat) else {
      throw Refusal(
        .tooManyRequests, "\(LiveFeed.most) live pages are open", "close some of them",
        fields: [.retryAfter: "10"])
    }
    let place = Leaving { feed.watched.leave(visit.seat) }
    // Closing a page frees its place at once, not only when the next event cannot be written to it.
    _ = visit.connection?.onGone { place.leave() }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        .accelBuffering: "no",
      ],
      body: ResponseBody { writer in
        defer { place.leave() }
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        var sent: [String: String] = [:]
        var last = ContinuousClock.now
        for await snapshot in feed.newest.follow().cancelOnGracefulShutdown() {
          guard visit.connection?.isGone != true, feed.isStillIn(visit) else { break }
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
          try await Task.sleep(for: LiveFeed.minPause * feed.newest.listeners)
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

/// Calls a closure once: on ``leave()``, or else when it is deallocated.
private final class Leaving: Sendable {
  private let act: Mutex<(@Sendable () -> Void)?>

  init(_ act: @escaping @Sendable () -> Void) { self.act = Mutex(act) }

  func leave() {
    let act = act.withLock { act in
      defer { act = nil }
      return act
    }
    act?()
  }

  deinit { leave() }
}

/// Caches the newest snapshot's fragments as JSON, once for all viewers of the same page.
final class FragmentCache: Sendable {
  private let made = Mutex<[String: (number: Int, parts: [Part])]>([:])

  /// A fragment as a member of the event's JSON.
  struct Part: Sendable {
    let id: String
    let text: String
  }

  func parts(_ page: String, _ snapshot: Snapshot, _ pages: WebPages) -> [Part] {
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
