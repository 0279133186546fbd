import Facts
import Foundation
import Hummingbird
import Ledger
import Logging
import Planning
import Scoreboard
import Surfaces
import Synchronization
import Tally

@testable import Outlets

/// A server on a small ledger of its own, with a clock that stands still unless moved.
final class TestHouse: Sendable {
  let ledger: FactLedger
  let house: House
  let clock: TestClock

  /// Noon of a Wednesday.
  static let noon = Instant(milliseconds: 1_795_608_000_000)

  init(_ settings: ServerSettings = ServerSettings(stripeSecrets: ["whsec_test"])) throws {
    let clock = TestClock()
    self.clock = clock
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    ledger = try FactLedger.open(folder.appendingPathComponent("t.db").path, create: true)
    let text = Plan.starter(business: "Test", timezone: "UTC", currency: "EUR")
    _ = try ledger.apply(
      planText: text, by: Principal(.command, "test"), at: TestHouse.noon)
    house = try House(
      settings, ledger, WebPages(business: "Test"),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { clock.now })
  }

  /// A token of a role.
  func token(
    _ role: Role, lever: Lever? = nil, member: String? = nil, scope: KeyScope = KeyScope()
  ) throws -> String {
    try Admission.addToken(
      Visitor(
        "\(role)", role, lever: lever, member: member.flatMap { MemberID($0) },
        scope: role == .source ? scope : nil),
      into: ledger, by: Principal(.command, "test"), at: clock.now
    ).token
  }

  /// Runs requests against the routes.
  func visit(_ body: @escaping @Sendable (TestClient) async throws -> Void)
    async throws
  {
    try await body(TestClient(Routes.router(house).buildResponder()))
  }
}

/// A clock that is moved by hand.
final class TestClock: Sendable {
  private let moment = Mutex(TestHouse.noon)
  var now: Instant { moment.withLock { $0 } }
  func advance(seconds: Int64) { moment.withLock { $0 = $0.advanced(bySeconds: seconds) } }
}

/// The head of a request with a token.
func bearer(_ token: String, _ more: HTTPFields = [:]) -> HTTPFields {
  var fields = more
  fields[.authorization] = "Bearer \(token)"
  return fields
}
