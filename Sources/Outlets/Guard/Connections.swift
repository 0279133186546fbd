internal import NIOCore
internal import Synchronization

/// The connections that are open: how many come from one address, and which of them hung up.
final class Connections: Sendable {
  /// Connections of one address at most; nil where all come from one proxy.
  private let mostOfAddress: Int?
  private let open = Mutex(Open())

  private struct Open {
    var byAddress: [String: Int] = [:]
    var connections: [ObjectIdentifier: Connection] = [:]
  }

  /// Connections of one address where none stands before the server.
  static let usual = 64

  init(mostOfAddress: Int?) { self.mostOfAddress = mostOfAddress }

  /// The connection of a channel; nil in tests without one.
  func connection(_ channel: ObjectIdentifier) -> Connection? {
    open.withLock { $0.connections[channel] }
  }

  /// Notes a connection; false where its address has too many.
  fileprivate func add(_ channel: any Channel, _ address: String, _ connection: Connection) -> Bool
  {
    open.withLock { open in
      let count = open.byAddress[address] ?? 0
      if let mostOfAddress, count >= mostOfAddress { return false }
      open.byAddress[address] = count + 1
      open.connections[ObjectIdentifier(channel)] = connection
      return true
    }
  }

  fileprivate func remove(_ channel: any Channel, _ address: String) {
    open.withLock { open in
      open.connections[ObjectIdentifier(channel)] = nil
      let count = (open.byAddress[address] ?? 1) - 1
      open.byAddress[address] = count > 0 ? count : nil
    }
  }

  /// What notes a connection, in its pipeline.
  func handler() -> any RemovableChannelHandler & Sendable { ConnectionNote(self) }
}

/// One connection: whether its asker has hung up.
final class Connection: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isGone = false
    var onGone: [Int: @Sendable () -> Void] = [:]
    var next = 0
  }

  /// Whether the asker has hung up.
  var isGone: Bool { state.withLock { $0.isGone } }

  /// Has something done when the asker hangs up, at once where that has happened. Gives what ``ignore(_:)`` takes.
  func onGone(_ act: @escaping @Sendable () -> Void) -> Int {
    let (number, isGone) = state.withLock { state in
      state.next += 1
      state.onGone[state.next] = act
      return (state.next, state.isGone)
    }
    if isGone { act() }
    return number
  }

  /// Nothing is to be done any more when the asker hangs up.
  func ignore(_ number: Int) { state.withLock { _ = $0.onGone.removeValue(forKey: number) } }

  func gone() {
    let acts = state.withLock { state in
      state.isGone = true
      return Array(state.onGone.values)
    }
    for act in acts { act() }
  }
}

/// Notes when a connection begins, hangs up and ends. Whoever comes from an address that has too many is let go
/// at once.
private final class ConnectionNote: ChannelInboundHandler, RemovableChannelHandler, Sendable {
  typealias InboundIn = NIOAny

  private let connections: Connections
  private let connection = Connection()
  private let isNoted = Mutex(false)

  init(_ connections: Connections) { self.connections = connections }

  func handlerAdded(context: ChannelHandlerContext) {
    let isRoom = connections.add(context.channel, address(context), connection)
    isNoted.withLock { $0 = isRoom }
    if !isRoom { context.close(promise: nil) }
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
    let wasNoted = isNoted.withLock { noted in
      defer { noted = false }
      return noted
    }
    if wasNoted { connections.remove(context.channel, address(context)) }
    connection.gone()
  }

  /// An address of IPv6 stands for its whole network of 64 bits, which one customer of a provider has.
  private func address(_ context: ChannelHandlerContext) -> String {
    NetworkAddress.group(context.channel.remoteAddress?.ipAddress ?? "unknown")
  }
}
