import Facts

/// Something that may give credit: a deal won or lost again, a payment, refund, cost or activation.
struct PayEvent: Sendable {
  /// The index of the causing fact in ``PayFacts/facts``.
  let fact: Int32
  let kind: Kind
  let day: CalendarDay
  let at: Int64
  /// Minor units; below zero if it takes credit back. An activation counts 1 major unit.
  let amount: Int64
  let customer: Int64
  /// The owning member's number; −1 for nobody.
  let owner: Int32
  let splits: SplitSet
  let quotaSplits: SplitSet
  let deal: Int32
  let play: Int32
  let product: Int32
  /// The index of the event that this one takes back; −1 for none.
  ///
  /// It is an index in the event's own stream; a refund in ``PayEvents/margin`` refers to
  /// ``PayEvents/payments``.
  let origin: Int32

  enum Kind: UInt8, Sendable { case won, lost, payment, refund, cost, activation }

  /// True if it takes back credit of an earlier event.
  var takesBack: Bool { kind == .lost || kind == .refund }
}

/// The kinds of event streams, one for each measure.
enum PayStream: Hashable, Sendable {
  case bookings, payments, margin, activations
  /// Payments of customers who also spent in the previous period of that many months.
  case retained(months: Int)
}
