/// A fact on its own, wide enough for any: on its way into an index, kept since the last one, or one whose
/// customer cannot be said for good.
struct LooseFact: Sendable, BitwiseCopyable {
  /// Milliseconds since 1970.
  var at: Int64
  /// Milliseconds since 1970.
  var received: Int64
  /// The order in which it was kept.
  var number: Int64
  /// Minor units, or seconds for time.
  var amount: Int64
  var detail: Detail
  /// As the fact names it; 0 for none.
  var customer: UInt32
  /// Place in the ``KeyTable``.
  var key: UInt32
  var stream: StreamKind.RawValue
  var hasDetail: Bool
  /// Whether it stands for a fact of the index that lies with another customer there.
  var isMoved = false

  func precedes(_ other: LooseFact) -> Bool { (at, number) < (other.at, other.number) }

  /// Whether it is a refund without a customer, which belongs to whoever paid.
  var isStray: Bool {
    stream == StreamKind.money.rawValue && customer == 0 && hasDetail && detail.of != 0
  }

  var isDeal: Bool { stream == StreamKind.deal.rawValue }
}

/// A fact that takes another out of force, by their numbers.
struct Retraction: Sendable, BitwiseCopyable {
  var from: Int64
  var to: Int64
  /// Milliseconds since 1970 when it was received.
  var received: Int64
  /// The customer whom the retracted fact names; 0 for none.
  var customer: Int64
}

/// What a play's declaration says that sums need.
struct Declaration: Sendable, BitwiseCopyable {
  /// The play's number.
  var play: Int64
  var at: Int64
  var received: Int64
  /// The fact's number.
  var number: Int64
  /// Days after exposure in which outcomes count; 0 for the plan's.
  var window: Int32
  /// The number of its lever; 0 for none.
  var lever: UInt8
  private var spare: UInt8 = 0
  private var spareToo: UInt16 = 0

  init(play: Int64, at: Int64, received: Int64, number: Int64, window: Int32, lever: UInt8) {
    self.play = play
    self.at = at
    self.received = received
    self.number = number
    self.window = window
    self.lever = lever
  }
}

/// A deal all of whose facts name the same customer, or none.
struct DealOwner: Sendable, BitwiseCopyable {
  var deal: UInt32
  /// 0 for none.
  var customer: UInt32
}

/// A fact by which a ledger is known again.
struct Sample: Sendable, BitwiseCopyable {
  var number: Int64
  /// A hash of its id and of when it was received.
  var hash: UInt64
}
