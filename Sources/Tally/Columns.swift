internal import Facts

/// The streams of many customers, or of one, by kind. Never changed once made.
final class Columns: Sendable {
  let money: Stream
  let time: Stream
  let deal: Stream
  let touch: Stream
  let holdout: Stream
  let cost: Stream
  /// Kinds that are only counted.
  let other: Stream

  init(_ rows: RowsByKind, slots: Int) {
    money = Stream(rows.money, slots: slots)
    time = Stream(rows.time, slots: slots)
    deal = Stream(rows.deal, slots: slots)
    touch = Stream(rows.touch, slots: slots)
    holdout = Stream(rows.holdout, slots: slots)
    cost = Stream(rows.cost, slots: slots)
    other = Stream(rows.other, slots: slots)
  }

  /// The rows of one slot, as if on their own, in slot 0.
  func rows(of slot: Int) -> RowsByKind {
    func rows(_ stream: Stream) -> [Stream.Row] {
      stream.rows(of: slot).map { stream.row($0, slot: 0) }
    }
    return RowsByKind(
      money: rows(money), time: rows(time), deal: rows(deal), touch: rows(touch),
      holdout: rows(holdout), cost: rows(cost), other: rows(other))
  }
}

/// Rows on their way into ``Columns``.
struct RowsByKind {
  var money: [Stream.Row] = []
  var time: [Stream.Row] = []
  var deal: [Stream.Row] = []
  var touch: [Stream.Row] = []
  var holdout: [Stream.Row] = []
  var cost: [Stream.Row] = []
  var other: [Stream.Row] = []

  mutating func add(_ row: Stream.Row, _ kind: FactKind) {
    switch kind {
    case .money: money.append(row)
    case .time: time.append(row)
    case .deal: deal.append(row)
    case .touch: touch.append(row)
    case .holdout: holdout.append(row)
    case .cost: cost.append(row)
    default: other.append(row)
    }
  }
}
