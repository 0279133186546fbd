internal import Facts

/// One customer's exposures: the first to each play, and those of later waves after being held out.
struct ExposureList: ~Copyable {
  private var list = Lane<Exposure>()
  private var used = 0
  /// One bit per play that is in the list.
  private var listed = Lane<UInt64>()
  private let block: Block
  private let context: SumContext

  struct Exposure: BitwiseCopyable {
    let at: Int64
    let play: Int32
    let side: Exposures.Side
    /// The lot's wave; 0 for exposures by touch, and for a lot drawn once for all.
    let wave: Int64
  }

  init(_ block: Block, _ context: SumContext) {
    self.context = context
    self.block = block
    listed.fill(0, count: (context.plays.all.count + 63) / 64)
  }

  var count: Int { used }

  @inline(__always)
  subscript(_ index: Int) -> Exposure { list[index] }

  /// Passes all exposures as one span.
  @inline(__always)
  func withExposures(_ body: (Span<Exposure>) -> Void) {
    list.withSpan(used) { body($0) }
  }

  /// Reads a customer's exposures: lots first, then touches, each in time order.
  @inline(__always)
  mutating func read(_ slot: Int) {
    let touches = block[.touch]
    let (drawn, touched) = (block[.holdout].rows(of: slot), touches.rows(of: slot))
    list.stretch(to: drawn.count + touched.count)
    used = 0
    listed.fill(count: listed.count) { _ in 0 }
    if !drawn.isEmpty { readLots(drawn) }
    if let plain = PlainRows(touches) { read(plain, touched) } else { read(touches, touched) }
  }

  private mutating func readLots(_ rows: Range<Int>) {
    let holdouts = block[.holdout]
    for row in rows {
      let play = context.playOfKey[holdouts.key(row)]
      guard play >= 0 else { continue }
      let lot = Lot(packed: holdouts.amount(row))
      let (word, bit) = (Int(play) >> 6, 1 << UInt64(play & 63) as UInt64)
      if listed[word] & bit != 0, let place = (0..<used).last(where: { list[$0].play == play }) {
        let last = list[place]
        guard last.side == .heldOut, last.wave > 0, lot.wave > last.wave else { continue }
      }
      listed[word] |= bit
      list[used] = Exposure(
        at: holdouts.at(row), play: play, side: lot.isToBeReached ? .drawn : .heldOut,
        wave: lot.wave)
      used += 1
    }
  }

  /// Writes every touch, and advances only past the first of each play.
  ///
  /// That avoids a branch, which processors would often mispredict.
  @inline(__always)
  private mutating func read(_ reader: some RowReading, _ rows: Range<Int>) {
    let plays = context.playOfKey
    var used = used
    listed.edit { listed in
      list.edit { list in
        for row in rows {
          let play = plays[reader.key(row)]
          guard play >= 0 else { continue }
          let (word, bit) = (Int(play) >> 6, 1 << UInt64(play & 63) as UInt64)
          let known = listed[word]
          listed[word] = known | bit
          list[used] = Exposure(at: reader.at(row), play: play, side: .reached, wave: 0)
          used &+= known & bit == 0 ? 1 : 0
        }
      }
    }
    self.used = used
  }
}
