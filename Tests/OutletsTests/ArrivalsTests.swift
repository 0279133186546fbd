import NIOCore
import NIOEmbedded
import Testing

@testable import Outlets

/// New connections of one address are counted and paced before anything else is done for them.
@Suite struct ArrivalsTests {
  /// Counts the connections that are let through.
  private final class Passed: ChannelInboundHandler {
    typealias InboundIn = any Channel
    var count = 0
    func channelRead(context: ChannelHandlerContext, data: NIOAny) { count += 1 }
  }

  private let server = EmbeddedChannel()
  private let passed = Passed()

  init() throws {
    try server.pipeline.syncOperations.addHandlers([Arrivals(), passed])
    try server.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
  }

  /// A connection that has arrived.
  private func arrive() throws -> EmbeddedChannel {
    let arrived = EmbeddedChannel()
    try arrived.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 1)).wait()
    server.pipeline.fireChannelRead(arrived as any Channel)
    return arrived
  }

  @Test func `those past the most at once are closed, until one has gone`() throws {
    let first = try (0..<Arrivals.atOnce).map { _ in try arrive() }
    let closed = first.count { !$0.isActive }
    #expect(closed == 0)
    #expect(passed.count <= Arrivals.atOnce && passed.count > Arrivals.atOnce / 2)
    let over = try arrive()
    #expect(!over.isActive)
    try first[0].close().wait()
    first[0].embeddedEventLoop.run()
    server.embeddedEventLoop.run()
    let next = try arrive()
    #expect(next.isActive)
  }

  @Test func `those past the burst wait their turn, and then come in`() throws {
    for _ in 0..<(2 * Int(Arrivals.burst)) {
      let arrived = try arrive()
      try arrived.close().wait()
      arrived.embeddedEventLoop.run()
      server.embeddedEventLoop.run()
    }
    let waiting = try arrive()
    let before = passed.count
    #expect(before < 2 * Int(Arrivals.burst), "nobody waited")
    #expect(waiting.isActive)
    server.embeddedEventLoop.advanceTime(to: .now() + .seconds(3600))
    #expect(passed.count > before, "the last one never comes in")
  }
}
