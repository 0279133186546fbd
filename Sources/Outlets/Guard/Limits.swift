internal import HTTPTypes
internal import Hummingbird

/// Limits the size of a request's head. The decoder closes connections that send far more.
struct Limits: RouterMiddleware {
  /// Seconds within which a body must arrive.
  let patience: Int

  /// The most bytes of all header fields together.
  static let fields = 16 << 10
  /// The most bytes of path and query.
  static let target = 8 << 10

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    var visit = context
    visit.patience = patience
    guard request.uri.string.utf8.count <= Limits.target else {
      throw Refusal(.uriTooLong, "the address is too long", "send the data in a body")
    }
    let size = request.headers.reduce(0) {
      $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4
    }
    guard size <= Limits.fields else {
      throw Refusal(
        .requestHeaderFieldsTooLarge, "the header fields take more than 16 KiB",
        "send fewer or shorter ones; clear old cookies")
    }
    return try await next(request, visit)
  }
}
