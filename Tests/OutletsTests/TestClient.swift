import Facts
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import Outlets

/// Hands requests to the routes as if they had come over a connection.
struct TestClient: Sendable {
  private let answer: @Sendable (Request, Visit) async throws -> Response

  init(_ responder: some HTTPResponder<Visit> & Sendable) {
    answer = { try await responder.respond(to: $0, context: $1) }
  }

  /// The answer to a request, its body written out.
  func execute(
    uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:], body: ByteBuffer? = nil
  ) async throws -> TestResponse {
    var headers = headers
    if let body { headers[.contentLength] = String(body.readableBytes) }
    let request = Request(
      head: HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: uri, headerFields: headers),
      body: RequestBody(buffer: body ?? ByteBuffer()))
    var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
    let visit = Visit(
      source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger))
    let response = try await answer(request, visit)
    let collector = Collector()
    try await response.body.write(collector)
    return TestResponse(
      status: response.status, headers: response.headers, body: collector.buffer)
  }

  private final class Collector: ResponseBodyWriter {
    private let bytes = Mutex(ByteBuffer())
    var buffer: ByteBuffer { bytes.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
      bytes.withLock { _ = $0.writeImmutableBuffer(buffer) }
    }

    func finish(_ headers: HTTPFields?) async throws {}
  }
}

/// What came back.
struct TestResponse: Sendable {
  let status: HTTPResponse.Status
  let headers: HTTPFields
  let body: ByteBuffer

  /// The body as text.
  var text: String { String(buffer: body) }
  /// The body as JSON.
  var json: JSON {
    get throws { try JSON(parsing: text) }
  }
}
