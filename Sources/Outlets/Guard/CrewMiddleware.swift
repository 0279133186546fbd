internal import HTTPTypes
internal import Hummingbird
internal import Ledger

/// Runs requests on the crew's threads. Health checks stay on the network's, so that they are
/// answered even if all are busy.
struct CrewMiddleware: RouterMiddleware {
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

/// Gives each visitor a few seats, and cancels waiting requests whose client hangs up.
///
/// Facts sent wait in the writer's own queue instead, and live pages have a limit of their own.
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
