/// One customer's facts, as rows of columns.
struct Timeline: Sendable {
  let columns: Columns
  let slot: Int
  /// The customer's number; 0 for facts that name none.
  let customer: Int

  var money: Range<Int> { columns.money.rows(of: slot) }
  var time: Range<Int> { columns.time.rows(of: slot) }
  var deal: Range<Int> { columns.deal.rows(of: slot) }
  var touch: Range<Int> { columns.touch.rows(of: slot) }
  var cost: Range<Int> { columns.cost.rows(of: slot) }
}
