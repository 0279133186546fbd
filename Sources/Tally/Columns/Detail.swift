internal import Facts
internal import Ruling

/// The less common fields of a fact, parsed once when the fact is kept or indexed.
struct Detail: Hashable, Sendable, BitwiseCopyable {
  /// For money, the number of the fact that it refunds; 0 if it isn't a refund.
  var of: Int64 = 0
  /// For money, the part that is tax, in minor units of its currency.
  var tax: Int64 = 0
  /// For deals, the number of the deal; 0 for other facts.
  var deal: UInt32 = 0
  /// For money that recurs, the first day of its service period.
  var from: Int32 = 0
  /// The day after the last day of its service period; at most ``from`` for one-off money.
  var to: Int32 = 0
  /// For deals, the stage that the fact sets.
  var stage: DealStage = .open
  /// For deals, true if the fact states an amount.
  var hasAmount = false
  private var spare: UInt16 = 0

  /// A detail without any field set.
  init() {}

  /// The days that the money pays for; nil for one-off money.
  var service: Range<Int32>? { to > from ? from..<to : nil }
}
