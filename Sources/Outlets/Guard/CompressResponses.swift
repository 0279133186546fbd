internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Operations

/// Adds ETags to answers to GET and compresses longer ones with gzip. Answers 304 if the client has
/// the content. Streams pass unchanged.
struct CompressResponses: RouterMiddleware {
  /// The fewest bytes worth compressing.
  private static let least = 1024

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    let response = try await next(request, context)
    guard request.method == .get || request.method == .head, response.status == .ok,
      response.body.contentLength != nil
    else { return response }
    return try await CompressResponses.short(response, for: request)
  }

  private static func short(
    _ response: consuming Response, for request: Request
  ) async throws -> Response {
    var response = response
    let collector = Collector()
    try await response.body.write(collector)
    let buffer = collector.buffer
    let bytes = Array(buffer.readableBytesView)
    let tag = "\"\(Secret.hex(Digest.sha256(bytes).prefix(12)))\""
    response.headers[.eTag] = tag
    response.headers[.vary] = "Accept-Encoding, Cookie, Authorization"
    if knows(request, tag) {
      response.headers[.contentLength] = nil
      response.headers[.contentType] = nil
      return Response(status: .notModified, headers: response.headers)
    }
    let takes = request.headers[.acceptEncoding]?.contains("gzip") == true
    if takes, bytes.count >= least, let short = Gzip.deflated(bytes) {
      response.headers[.contentEncoding] = "gzip"
      response.headers[.contentLength] = String(short.count)
      response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: short))
      return response
    }
    response.body = ResponseBody(byteBuffer: buffer)
    return response
  }

  /// If-None-Match compares weakly (RFC 9110, 13.1.2).
  private static func knows(_ request: Request, _ tag: String) -> Bool {
    request.headers[values: .ifNoneMatch].contains { field in
      field.split(separator: ",").contains { part in
        let word = part.trimmingCharacters(in: .whitespaces)
        return word == "*" || word == tag || word == "W/" + tag
      }
    }
  }

  private final class Collector: ResponseBodyWriter {
    var buffer = ByteBuffer()
    func write(_ more: ByteBuffer) async throws { buffer.writeImmutableBuffer(more) }
    func finish(_ fields: HTTPFields?) async throws {}
  }
}
