/// The lot's decision for a customer and a play.
///
/// The holdout stream stores it in the column that holds amounts in other streams.
struct Lot: Equatable {
  /// The wave, from 1; 0 if the lot was drawn once for all.
  let wave: Int64
  /// True if the customer is to be reached; false if held out.
  let isToBeReached: Bool

  /// Held out by a lot drawn once for all.
  static let heldOutForGood = Lot(wave: 0, isToBeReached: false)

  init(wave: Int64, isToBeReached: Bool) {
    self.wave = wave
    self.isToBeReached = isToBeReached
  }

  /// Decodes ``packed``.
  init(packed: Int64) {
    self.init(wave: packed >> 1, isToBeReached: packed & 1 == 1)
  }

  /// The lot as one number; 0 for ``heldOutForGood``, so most holdout streams need no amount column.
  var packed: Int64 { wave << 1 | (isToBeReached ? 1 : 0) }
}
