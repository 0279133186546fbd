internal import Facts

/// One customer's exposures to plays: the first to each, and those of later waves after a wave that kept
/// them back.
struct ExposureList: ~Copyable {
  private var list = Lane<Exposure>()
  /// For each play the place in the list of its last exposure; −1 for none.
  private var places = Lane<Int32>()
  private let context: SumContext

  struct Exposure: BitwiseCopyable {
    let at: Int64
    let play: Int32
    let side: Exposures.Side
    /// Of the lot; 0 for exposures by touch, and for those kept for good.
    let wave: Int64
  }

  init(_ context: SumContext) {
    self.context = context
    places.fill(-1, count: context.plays.all.count)
  }

  var count: Int { list.count }

  subscript(_ index: Int) -> Exposure { list[index] }

  @inline(__always)
  mutating func clear() {
    for index in 0..<list.count { places[Int(list[index].play)] = -1 }
    list.clear()
  }

  /// Reads a customer's exposures: lots before touches, each in order of time.
  @inline(__always)
  mutating func read(_ slot: Int, holdouts: Stream, touches: Stream) {
    clear()
    for row in holdouts.rows(of: slot) { note(drawn: holdouts, row) }
    for row in touches.rows(of: slot) { note(reached: touches, row) }
  }

  private mutating func note(drawn stream: Stream, _ row: Int) {
    let play = context.playOfKey[stream.key(row)]
    guard play >= 0 else { return }
    let lot = Lot(packed: stream.amount(row))
    let place = places[Int(play)]
    if place >= 0 {
      let last = list[Int(place)]
      guard last.side == .kept, last.wave > 0, lot.wave > last.wave else { return }
    }
    append(stream, row, play, lot.isToBeReached ? .drawn : .kept, wave: lot.wave)
  }

  @inline(__always)
  private mutating func note(reached stream: Stream, _ row: Int) {
    let play = context.playOfKey[stream.key(row)]
    guard play >= 0, places[Int(play)] < 0 else { return }
    append(stream, row, play, .reached, wave: 0)
  }

  @inline(__always)
  private mutating func append(
    _ stream: Stream, _ row: Int, _ play: Int32, _ side: Exposures.Side, wave: Int64
  ) {
    places[Int(play)] = Int32(truncatingIfNeeded: list.count)
    list.append(Exposure(at: stream.at(row), play: play, side: side, wave: wave))
  }
}
