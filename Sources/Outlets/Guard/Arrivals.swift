internal import NIOCore

/// Lets new connections in, before anything is done for them: so many of one address at once, and so many new ones
/// a second. Those past the pace wait their turn, those past the count are let go, so that whoever connects and
/// hangs up again and again holds up nobody else.
///
/// The pace is that of a leaky bucket, as in ITU-T I.371's generic cell rate algorithm.
final class Arrivals: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  /// Connections of one address at once, waiting ones among them.
  static let atOnce = 64
  /// New connections of one address in a second.
  static let perSecond: Int64 = 200
  /// New connections of one address that come in at once before the pace holds.
  static let burst: Int64 = 64

  private static let interval = TimeAmount.nanoseconds(1_000_000_000 / perSecond)
  private static let patience = TimeAmount.nanoseconds(interval.nanoseconds * burst)

  private var lines: [String: Line] = [:]

  private struct Line {
    var open = 0
    /// When the next one would come if all came at the pace.
    var due: NIODeadline
  }

  /// Puts itself before all else that a server's channel does with what comes in.
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
    loop.scheduleTask(deadline: turn) { context.fireChannelRead(self.wrapInboundOut(arrived)) }
  }

  /// A connection of an address is over; where it was the last, the address is forgotten once its pace allows.
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
