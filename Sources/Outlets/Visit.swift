internal import Facts
internal import HTTPTypes
public import Hummingbird
internal import Ledger
internal import NIOCore

/// The context of a request: its visitor, address and resources.
public struct Visit: RequestContext {
  /// The router's own storage.
  public var coreContext: CoreRequestContextStorage
  /// The address of the connection; nil in tests without one.
  let peer: String?
  /// The visitor; nil if not signed in.
  var visitor: Visitor?
  /// The credential, so that it can be checked again.
  var credential: Access.Credential?
  /// The CSRF token that this session's forms must carry; nil without a session cookie.
  var csrfToken: String?
  /// The client's address; behind a proxy, the one that the proxy reports.
  var address = "unknown"

  /// Seconds within which a body must arrive.
  var patience = 30
  /// The room for bodies; nil in tests of a part alone.
  var bodies: Bodies?
  /// The request's connection; nil in tests without one.
  var connection: Connection?
  let channel: ObjectIdentifier

  /// Creates the context of a request from its connection.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
    channel = ObjectIdentifier(source.channel)
  }

  /// The author of this request's changes, for the audit trail.
  var principal: Principal {
    guard let visitor else { return Principal(.nobody, "", address: address) }
    let isToken = if case .token? = credential { true } else { false }
    return Principal(
      isToken ? .token : .user, visitor.name, number: visitor.number, address: address)
  }

  /// The visitor whose seats the request takes (see ``Seats``).
  var seat: String {
    switch credential {
    case nil: "address \(NetworkAddress.group(address))"
    case .token?: "token \(visitor?.number ?? 0)"
    case .session?: "user \(visitor?.number ?? 0)"
    }
  }

  /// The connection whose end cancels a request. A change is never cancelled, because half of it
  /// would be worse.
  func hangUp(of request: Request) -> Connection? { request.method.isSafe ? connection : nil }

  /// Reads the whole body, decompressed if necessary.
  ///
  /// - Throws: ``Refusal`` 413 if it is longer than the limit, 408 if it does not arrive in time.
  func body(of request: Request, limit: Int) async throws -> [UInt8] {
    let bytes = try await raw(of: request, limit: limit)
    switch request.headers[.contentEncoding]?.lowercased() {
    case nil, "identity": return bytes
    case "gzip", "deflate": return try Gzip.inflated(bytes, limit: limit)
    default:
      throw Refusal(
        .unsupportedMediaType, "this Content-Encoding is not known", "send gzip, or plain")
    }
  }

  /// Reads the body exactly as it was sent.
  func raw(of request: Request, limit: Int) async throws -> [UInt8] {
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if let length, length > limit { throw Visit.tooLarge(limit) }
    let room = min(length ?? limit, limit)
    try bodies?.take(room, isKnown: visitor != nil)
    defer { bodies?.give(room, isKnown: visitor != nil) }
    return try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask {
        do {
          let buffer = try await request.body.collect(upTo: limit)
          return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError { throw Visit.tooLarge(limit) }
      }
      group.addTask {
        try await Task.sleep(for: .seconds(patience))
        throw Refusal(
          .requestTimeout, "the body did not come within \(patience) seconds",
          "send it again")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? []
    }
  }

  private static func tooLarge(_ limit: Int) -> Refusal {
    Refusal(
      .contentTooLarge, "the body has more than \(limit / 1024) KiB",
      "send it in several requests")
  }
}
