import HTTPTypes
import Hummingbird

/// What ``Form`` and ``FactList`` need of the server, so that they are fuzzed without it.
struct Refusal: Error {
  let problem: String
  let remedy: String

  init(
    _ status: HTTPResponse.Status, _ problem: String, _ remedy: String, pointer: String? = nil
  ) {
    self.problem = problem
    self.remedy = remedy
  }
}

struct Visit {
  let csrfToken: String? = nil

  func body(of request: Request, limit: Int) async throws -> [UInt8] { [] }
}

extension Request {
  var wantsPage: Bool { false }
}

enum Secret {
  static func areEqual(_ left: String, _ right: String) -> Bool { left == right }
}
