internal import Facts
internal import Planning
internal import Ruling

/// One customer's money that counts towards the Number, in time order.
///
/// Payments, or deals won and lost again, by the plan's basis. One instance is reused from slot to
/// slot.
struct Spends: ~Copyable {
  /// Times in milliseconds since 1970.
  private(set) var at = Lane<Int64>()
  /// Minor units of the business's currency; negative for refunds and deals lost again.
  private(set) var amount = Lane<Int64>()
  /// Rows of the money stream, or of the deal stream under bookings.
  private(set) var row = Lane<Int32>()
  /// Under bookings, the number of the fact whose booking a lost deal reverses; 0 for none.
  private var booked = Lane<Int64>()
  private let block: Block
  private let context: SumContext
  private let isPayments: Bool
  private let allOwn: Bool
  private let activation: Activation
  /// Deals won without an amount, which are booked as 0, in the slot read last.
  private(set) var withoutAmount: Int64 = 0

  init(_ block: Block, _ context: SumContext) {
    self.block = block
    self.context = context
    isPayments = context.rules.basis == .payments
    allOwn = context.isMoneyOwn
    activation = context.rules.activation
  }

  var count: Int { at.count }

  private var money: Stream {
    @inline(__always) get { block[.money] }
  }

  private var deals: Stream { block[.deal] }

  /// Reads a slot, replacing the previous one.
  @inline(__always)
  mutating func read(_ slot: Int) {
    if isPayments { readPayments(slot) } else { readBookings(slot) }
  }

  @inline(__always)
  private mutating func readPayments(_ slot: Int) {
    let (money, context) = (block[.money], context)
    let rows = money.rows(of: slot)
    let first = rows.lowerBound
    at.fill(count: rows.count) { money.at(first &+ $0) }
    if allOwn {
      amount.fill(count: rows.count) { money.amount(first &+ $0) }
    } else {
      amount.fill(count: rows.count) { context.money(money, first &+ $0) }
    }
    row.fill(count: rows.count) { Int32(truncatingIfNeeded: first &+ $0) }
  }

  private mutating func readBookings(_ slot: Int) {
    at.clear()
    amount.clear()
    row.clear()
    booked.clear()
    withoutAmount = 0
    guard !deals.rows(of: slot).isEmpty else { return }
    let bookings = Bookings(deals, slot, context)
    withoutAmount = bookings.withoutAmount
    for entry in bookings.counted {
      at.append(entry.at)
      amount.append(entry.amount)
      row.append(Int32(truncatingIfNeeded: entry.row))
      booked.append(entry.of)
    }
  }

  /// The ledger's number of a fact.
  func number(_ index: Int) -> Int64 {
    Int64((isPayments ? money : deals).number[Int(row[index])])
  }

  /// The index of the fact with a number; nil if it isn't the customer's.
  func place(of number: Int64) -> Int? {
    for index in 0..<count where self.number(index) == number { return index }
    return nil
  }

  /// The number of the fact that a negative amount takes back; 0 for none.
  func of(_ index: Int) -> Int64 {
    guard amount[index] < 0 else { return 0 }
    return isPayments ? money.detail(Int(row[index]))?.of ?? 0 : booked[index]
  }

  /// The time at which the customer activated, in milliseconds since 1970; nil if they haven't.
  ///
  /// That is when cumulative net money or cumulative time first reached its threshold, whichever
  /// came first. Later refunds don't undo an activation.
  @inline(__always)
  func activation(_ time: Stream, _ rows: Range<Int>) -> Int64? {
    var byMoney = Int64.max
    if let threshold = activation.money {
      var money = ActivationRule(threshold: threshold)
      for index in 0..<count where money.reaches(amount[index]) {
        byMoney = at[index]
        break
      }
    }
    var byTime = Int64.max
    if let threshold = activation.time, !rows.isEmpty {
      var seconds = ActivationRule(threshold: threshold)
      for row in rows where seconds.reaches(time.amount(row)) {
        byTime = time.at(row)
        break
      }
    }
    let first = min(byMoney, byTime)
    return first == .max ? nil : first
  }
}
