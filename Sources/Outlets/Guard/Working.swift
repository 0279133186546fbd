internal import HTTPTypes
internal import Hummingbird
internal import Ledger

/// Has requests worked on by the crew's threads. What only says that the server is there stays where it is, so that
/// it is answered however busy they are.
struct Working: RouterMiddleware {
  let crew: Crew

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    if request.uri.path == "/health" || request.uri.path == "/ready" {
      return try await next(request, context)
    }
    return try await withTaskExecutorPreference(crew) { try await next(request, context) }
  }
}

/// Gives each visitor a few seats, and lets go of the work of those who hang up. Facts that are sent wait in the
/// writer's own queue instead, and live pages are bounded by themselves.
struct Seating: RouterMiddleware {
  let seats: Seats
  let connections: Connections

  private static let free: Set<String> = [
    "/health", "/ready", "/metrics", "/live", "/v1/facts", "/hooks/stripe",
  ]

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    let isSending = request.method == .post && path.hasPrefix("/v1/")
    guard !Seating.free.contains(path), !isSending, !path.hasPrefix("/assets/") else {
      return try await next(request, context)
    }
    return try await seats.seated(context.seat, hangUp: context.hangUp(of: request)) {
      try await next(request, context)
    }
  }
}
