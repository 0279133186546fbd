internal import Facts
internal import Ledger
internal import Ruling

/// Converts ledger rows to the engine's facts.
struct FactDecoder: Sendable {
  var keys: KeyTable
  private var refunds: RefundLinks
  private(set) var declarations: [Declaration] = []

  init(keys: KeyTable, links: [FactReference]) {
    self.keys = keys
    refunds = RefundLinks(links)
  }

  /// The number of the payment that a refund takes back; 0 for none.
  mutating func payment(of refund: Int64) -> Int64 { refunds.payment(of: refund) }

  /// Converts a row and its body, which holds the other fields of its kind.
  @inline(__always)
  mutating func decode(_ row: FactRow, _ body: Span<UInt8>) -> LooseFact {
    var detail = Detail()
    var hasDetail = false
    var amount = row.amount
    switch row.kind {
    case .money: hasDetail = money(row, body, &detail)
    case .deal: hasDetail = deal(row, body, &detail)
    case .play: declare(row, body)
    case .holdout: amount = lot(body)
    default: break
    }
    let key = FactKey(
      kind: row.kind, lever: row.lever, play: UInt32(truncatingIfNeeded: row.play),
      member: UInt32(truncatingIfNeeded: row.member),
      channel: UInt32(truncatingIfNeeded: row.channel), currency: row.currency)
    return LooseFact(
      at: row.at, received: row.received, number: row.number, amount: amount, detail: detail,
      customer: UInt32(truncatingIfNeeded: row.customer), key: keys.number(of: key),
      stream: StreamKind(row.kind).rawValue, hasDetail: hasDetail)
  }

  @inline(__always)
  private mutating func money(
    _ row: FactRow, _ body: Span<UInt8>, _ detail: inout Detail
  ) -> Bool {
    detail.of = refunds.payment(of: row.number)
    if StoredBody.mayHaveServiceOrTax(body), let stored = StoredBody(body) {
      if let service = stored.service {
        detail.from = service.from.number
        detail.to = service.to.number
      }
      detail.tax = FactDecoder.tax(stored.tax, row)
    }
    return detail.of != 0 || detail.tax != 0 || detail.service != nil
  }

  private func deal(_ row: FactRow, _ body: Span<UInt8>, _ detail: inout Detail) -> Bool {
    guard row.deal != 0, let stage = StoredBody(body)?.stage else { return false }
    detail.deal = UInt32(truncatingIfNeeded: row.deal)
    detail.stage = DealStage(stage)
    detail.hasAmount = row.hasAmount
    return true
  }

  /// The lot's decision in a holdout's body, packed as a ``Lot``.
  private func lot(_ body: Span<UInt8>) -> Int64 {
    guard let stored = StoredBody(body) else { return Lot.heldOutForGood.packed }
    guard stored.isToBeReached || stored.wave != nil else { return Lot.heldOutForGood.packed }
    return Lot(wave: stored.wave ?? 1, isToBeReached: stored.isToBeReached).packed
  }

  private mutating func declare(_ row: FactRow, _ body: Span<UInt8>) {
    let window = StoredBody(body)?.window ?? 0
    declarations.append(
      Declaration(
        play: row.play, at: row.at, received: row.received, number: row.number, window: window,
        lever: UInt8(row.lever?.number ?? 0)))
  }

  /// The tax of a payment in minor units of its currency.
  private static func tax(_ tax: DecimalText?, _ row: FactRow) -> Int64 {
    guard let currency = Currency(packed: row.currency),
      let tax = tax?.rounded(to: currency.digits)
    else { return 0 }
    // A tax is a part of the amount; any other value is ignored.
    let isPart = tax.signum() == row.amount.signum() && tax.magnitude <= row.amount.magnitude
    return isPart ? tax : 0
  }
}

/// Maps refunds to the payments they take back; fast if asked in about ascending order of refunds.
struct RefundLinks: Sendable {
  private let links: [(refund: Int64, payment: Int64)]
  private var next = 0

  init(_ links: [FactReference]) {
    self.links = links.filter { $0.kind == .money }.map { ($0.from, $0.to) }
      .sorted { $0.refund < $1.refund }
  }

  /// The number of the payment that a refund takes back, both by fact number; 0 for none.
  @inline(__always)
  mutating func payment(of refund: Int64) -> Int64 {
    if next < links.count, links[next].refund >= refund,
      next == 0 || links[next - 1].refund < refund
    {
      return links[next].refund == refund ? links[next].payment : 0
    }
    return links.isEmpty ? 0 : search(refund)
  }

  @inline(never)
  private mutating func search(_ refund: Int64) -> Int64 {
    next = links.partitioningIndex { $0.refund >= refund }
    return next < links.count && links[next].refund == refund ? links[next].payment : 0
  }
}
