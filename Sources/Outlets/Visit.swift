internal import Facts
internal import HTTPTypes
public import Hummingbird
internal import Ledger
internal import NIOCore

/// A request on its way through the server: who asks, from where, and what is counted.
public struct Visit: RequestContext {
  /// What the router keeps with every request.
  public var coreContext: CoreRequestContextStorage
  /// Where the connection comes from; nil in tests without one.
  let peer: String?
  /// Who it is; nil for nobody known.
  var visitor: Visitor?
  /// By what they are let in, so that it can be asked again.
  var credential: Access.Credential?
  /// What forms of this session must carry; nil where no cookie was sent.
  var form: String?
  /// Where the asker is: behind a proxy what the proxy says.
  var address = "unknown"

  /// Seconds in which a body must have come.
  var patience = 30
  /// Bodies that are under way; nil in tests of a part alone.
  var bodies: Bodies?
  /// The connection that it came over; nil in tests without one.
  var connection: Connection?
  let channel: ObjectIdentifier

  /// A visit from a connection.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
    channel = ObjectIdentifier(source.channel)
  }

  /// Who makes the changes of this request, as the audit trail says it.
  var principal: Principal {
    guard let visitor else { return Principal(.nobody, "", address: address) }
    let isToken = if case .token? = credential { true } else { false }
    return Principal(
      isToken ? .token : .user, visitor.name, number: visitor.number, address: address)
  }

  /// Whose seats the request takes (see ``Seats``).
  var seat: String {
    switch credential {
    case nil: "address \(NetworkAddress.group(address))"
    case .token?: "token \(visitor?.number ?? 0)"
    case .session?: "user \(visitor?.number ?? 0)"
    }
  }

  /// The connection whose end ends the work of a request. A change goes on though its sender hangs up: half of it
  /// would be worse.
  func hangUp(of request: Request) -> Connection? { request.method.isSafe ? connection : nil }

  /// The whole body, unfolded where it comes compressed.
  ///
  /// - Throws: ``Refusal`` 413 where it is longer than the limit, 408 where it does not come.
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

  /// The body as it was sent, to the byte.
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
