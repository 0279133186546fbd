internal import NIOCore
internal import Synchronization

/// The open connections, so that a request can find out that its client has hung up.
final class Connections: Sendable {
  private let open = Mutex<[ObjectIdentifier: Connection]>([:])

  /// Returns a channel's connection; nil in tests without one.
  func connection(_ channel: ObjectIdentifier) -> Connection? {
    open.withLock { $0[channel] }
  }

  fileprivate func add(_ channel: any Channel, _ connection: Connection) {
    open.withLock { $0[ObjectIdentifier(channel)] = connection }
  }

  fileprivate func remove(_ channel: any Channel) {
    open.withLock { $0[ObjectIdentifier(channel)] = nil }
  }

  /// Creates the handler that registers a connection in its pipeline.
  func handler() -> any RemovableChannelHandler & Sendable { ConnectionNote(self) }
}

/// One connection, and whether its client has hung up.
final class Connection: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isGone = false
    var onGone: [Int: @Sendable () -> Void] = [:]
    var next = 0
  }

  /// True if the client has hung up.
  var isGone: Bool { state.withLock { $0.isGone } }

  /// Calls `act` when the client hangs up, or at once if it has. Returns a number for
  /// ``ignore(_:)``.
  func onGone(_ act: @escaping @Sendable () -> Void) -> Int {
    let (number, isGone) = state.withLock { state in
      state.next += 1
      state.onGone[state.next] = act
      return (state.next, state.isGone)
    }
    if isGone { act() }
    return number
  }

  /// Cancels an action that ``onGone(_:)`` registered.
  func ignore(_ number: Int) { state.withLock { _ = $0.onGone.removeValue(forKey: number) } }

  func gone() {
    let acts = state.withLock { state in
      state.isGone = true
      return Array(state.onGone.values)
    }
    for act in acts { act() }
  }
}

/// Registers a connection when it begins, and notes when it hangs up and ends.
private final class ConnectionNote: ChannelInboundHandler, RemovableChannelHandler, Sendable {
  typealias InboundIn = NIOAny

  private let connections: Connections
  private let connection = Connection()

  init(_ connections: Connections) { self.connections = connections }

  func handlerAdded(context: ChannelHandlerContext) {
    connections.add(context.channel, connection)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(context)
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end(context) }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent { connection.gone() }
    context.fireUserInboundEventTriggered(event)
  }

  private func end(_ context: ChannelHandlerContext) {
    connections.remove(context.channel)
    connection.gone()
  }
}
