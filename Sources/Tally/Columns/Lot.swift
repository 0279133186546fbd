/// What the lot said of a customer and a play, in the place where other streams have an amount.
struct Lot: Equatable {
  /// From 1; 0 for those kept for good by a lot drawn once.
  let wave: Int64
  /// Whether the customer is to be reached, or is kept from the play.
  let isToBeReached: Bool

  /// Kept from the play by a lot that was drawn once for all.
  static let keptForGood = Lot(wave: 0, isToBeReached: false)

  init(wave: Int64, isToBeReached: Bool) {
    self.wave = wave
    self.isToBeReached = isToBeReached
  }

  /// Reads ``packed``.
  init(packed: Int64) {
    self.init(wave: packed >> 1, isToBeReached: packed & 1 == 1)
  }

  /// 0 for ``keptForGood``, so that most streams of holdouts have no column of them.
  var packed: Int64 { wave << 1 | (isToBeReached ? 1 : 0) }
}
