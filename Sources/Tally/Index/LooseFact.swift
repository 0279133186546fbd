/// A single fact with fields wide enough for any value.
///
/// Used for facts being indexed, facts of the tail, and facts whose customer isn't final.
struct LooseFact: Sendable, BitwiseCopyable {
  /// The time of the fact in milliseconds since 1970.
  var at: Int64
  /// The time received in milliseconds since 1970.
  var received: Int64
  /// The ledger's number: the order in which facts were kept.
  var number: Int64
  /// Minor units, or seconds for time.
  var amount: Int64
  var detail: Detail
  /// The customer that the fact names; 0 for none.
  var customer: UInt32
  /// The index of its key in the ``KeyTable``.
  var key: UInt32
  var stream: StreamKind.RawValue
  var hasDetail: Bool
  /// True if it replaces an indexed fact that the index stores with another customer.
  var isMoved = false

  func precedes(_ other: LooseFact) -> Bool { (at, number) < (other.at, other.number) }

  /// True if it is a refund without a customer; it belongs to the payer.
  var isStray: Bool {
    stream == StreamKind.money.rawValue && customer == 0 && hasDetail && detail.of != 0
  }

  var isDeal: Bool { stream == StreamKind.deal.rawValue }
}

/// A fact that retracts another, by fact numbers.
struct Retraction: Sendable, BitwiseCopyable {
  var from: Int64
  var to: Int64
  /// The time received in milliseconds since 1970.
  var received: Int64
  /// The customer that the retracted fact names; 0 for none.
  var customer: Int64
}

/// The fields of a play's declaration that sums need.
struct Declaration: Sendable, BitwiseCopyable {
  /// The ledger's number of the play.
  var play: Int64
  var at: Int64
  var received: Int64
  /// The ledger's number of the fact.
  var number: Int64
  /// Days after exposure in which outcomes count; 0 for the plan's default.
  var window: Int32
  /// The number of the play's lever; 0 for none.
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

/// The owner of a deal whose facts all name the same customer, or none.
struct DealOwner: Sendable, BitwiseCopyable {
  var deal: UInt32
  /// The customer; 0 for none.
  var customer: UInt32
}

/// A fact that identifies the ledger that an index belongs to.
struct Sample: Sendable, BitwiseCopyable {
  var number: Int64
  /// A hash of the fact's id and time received.
  var hash: UInt64
}
