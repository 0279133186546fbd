import Facts

/// Something that may give credit: a deal won or lost again, money in or back, a cost, an activation.
struct PayEvent: Sendable {
  /// The fact that it comes of, by its place in ``PayFacts/facts``.
  let fact: Int32
  let kind: Kind
  let day: CalendarDay
  let at: Int64
  /// Minor units; below zero for what takes back. An activation is 1 in major units.
  let amount: Int64
  let customer: Int64
  /// The member whose it is; −1 for nobody.
  let owner: Int32
  let splits: SplitSet
  let quotaSplits: SplitSet
  let deal: Int32
  let play: Int32
  let product: Int32
  /// The event that it takes back, by its place in the same stream; −1 for none.
  let origin: Int32

  enum Kind: UInt8, Sendable { case won, lost, payment, refund, cost, activation }

  /// Whether it takes back what an earlier one gave.
  var takesBack: Bool { kind == .lost || kind == .refund }
}

/// The events that one measure counts.
enum PayStream: Hashable, Sendable {
  case bookings, payments, margin, activations
  /// Payments of customers who spent in the pay period before too; by the number of months in one.
  case retained(months: Int)
}
