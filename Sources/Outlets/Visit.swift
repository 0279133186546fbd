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
  /// What forms of this session must carry; nil where no cookie was sent.
  var form: String?

  /// Seconds in which a body must have come.
  var patience = 30
  /// Where browsers find the server behind a proxy; nil where they reach it themselves.
  var publicAddress: String?

  /// A visit from a connection.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }

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
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw Visit.tooLarge(limit)
    }
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
