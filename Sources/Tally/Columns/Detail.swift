internal import Facts

/// What some facts say beyond time, key and amount, read once when they are kept or indexed.
struct Detail: Hashable, Sendable, BitwiseCopyable {
  /// For money, the number of the fact that it takes back; 0 for none.
  var of: Int64 = 0
  /// The part of money that is tax, in minor units of its currency.
  var tax: Int64 = 0
  /// For deals, the deal's number; 0 for none.
  var deal: UInt32 = 0
  /// For money that recurs, the first day of its service period.
  var from: Int32 = 0
  /// The day after its last; not after ``from`` where nothing recurs.
  var to: Int32 = 0
  /// For deals, where it stands.
  var stage: DealStage = .open
  /// For deals, whether the fact gives an amount.
  var hasAmount = false
  private var spare: UInt16 = 0

  /// Says nothing.
  init() {}

  /// The days that the money is for; nil where it does not recur.
  var service: Range<Int32>? { to > from ? from..<to : nil }
}

/// Where a deal stands, as far as bookings care.
enum DealStage: UInt8, Sendable, BitwiseCopyable {
  case open, won, lost
}
