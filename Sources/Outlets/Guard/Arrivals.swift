internal import NIOCore

/// Limits new connections per address before anything else is done for them.
///
/// Connections above the rate wait their turn; those above the count are closed. A client that
/// connects and hangs up repeatedly delays nobody else.
///
/// The rate follows a leaky bucket: the generic cell rate algorithm of ITU-T I.371.
final class Arrivals: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  /// The most connections of one address at once, including waiting ones.
  static let atOnce = 64
  /// The most new connections of one address per second.
  static let perSecond: Int64 = 200
  /// The most new connections of one address that may arrive in a burst before the rate applies.
  static let burst: Int64 = 64

  private static let interval = TimeAmount.nanoseconds(1_000_000_000 / perSecond)
  private static let patience = TimeAmount.nanoseconds(interval.nanoseconds * burst)

  private var lines: [String: Line] = [:]

  private struct Line {
    var open = 0
    /// The time at which the next connection is due if all arrive at the rate.
    var due: NIODeadline
  }

  /// Adds the limiter to a server channel, before all other handlers.
  static func watch(_ channel: any Channel) async throws {
    try await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.addHandler(Arrivals(), position: .first)
    }.get()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let arrived = unwrapInboundIn(data)
    let address = NetworkAddress.group(arrived.remoteAddress?.ipAddress ?? "unknown")
    let now = NIODeadline.now()
    var line = lines[address] ?? Line(due: now)
    guard line.open < Arrivals.atOnce else { return arrived.close(promise: nil) }
    line.open += 1
    line.due = max(line.due, now) + Arrivals.interval
    lines[address] = line
    let loop = context.eventLoop.assumeIsolated()
    arrived.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { _ in
      self.end(address, loop)
    }
    let turn = line.due - Arrivals.patience
    guard turn > now else { return context.fireChannelRead(data) }
    loop.scheduleTask(deadline: turn) {
      // A server that was shut down meanwhile takes nobody in.
      guard context.channel.isActive else { return arrived.close(promise: nil) }
      context.fireChannelRead(self.wrapInboundOut(arrived))
    }
  }

  /// Counts a connection's end. Forgets the address after its last one, once its rate allows.
  private func end(_ address: String, _ loop: NIOIsolatedEventLoop) {
    guard var line = lines[address] else { return }
    line.open -= 1
    lines[address] = line
    guard line.open == 0 else { return }
    loop.scheduleTask(deadline: line.due) {
      if let line = self.lines[address], line.open == 0, line.due <= .now() {
        self.lines[address] = nil
      }
    }
  }
}
