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
    if FactDecoder.mayMatter(body), let json = parse(body) {
      FactDecoder.readService(json["recurring"], &detail)
      detail.tax = FactDecoder.tax(json, row)
    }
    return detail.of != 0 || detail.tax != 0 || detail.service != nil
  }

  /// Quick check before parsing: true if a payment's body may hold fields that sums read.
  @inline(__always)
  private static func mayMatter(_ body: Span<UInt8>) -> Bool {
    body.count > 8 && (has(body, "\"recurring\"") || has(body, "\"tax\""))
  }

  private static func has(_ body: Span<UInt8>, _ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    return word.withUTF8Buffer { word in
      var start = 0
      while start + count <= body.count {
        var same = 0
        while same < count, body[start + same] == word[same] { same += 1 }
        if same == count { return true }
        start += 1
      }
      return false
    }
  }

  private func deal(_ row: FactRow, _ body: Span<UInt8>, _ detail: inout Detail) -> Bool {
    guard row.deal != 0, let json = parse(body),
      case .string(let stage) = json["stage"]
    else { return false }
    detail.deal = UInt32(truncatingIfNeeded: row.deal)
    detail.stage = DealStage(stage)
    detail.hasAmount = row.hasAmount
    return true
  }

  /// The lot's decision in a holdout's body, packed as a ``Lot``.
  private func lot(_ body: Span<UInt8>) -> Int64 {
    guard let json = parse(body) else { return Lot.heldOutForGood.packed }
    var wave: Int64 = 1
    if case .number(let text) = json["wave"] { wave = Int64(text) ?? 1 }
    if json["arm"] == .string(HoldoutBody.Arm.reach.rawValue) {
      return Lot(wave: wave, isToBeReached: true).packed
    }
    return json["wave"] == nil
      ? Lot.heldOutForGood.packed : Lot(wave: wave, isToBeReached: false).packed
  }

  private mutating func declare(_ row: FactRow, _ body: Span<UInt8>) {
    var window: Int32 = 0
    if let json = parse(body), case .number(let days) = json["window"] {
      window = Int32(days) ?? 0
    }
    declarations.append(
      Declaration(
        play: row.play, at: row.at, received: row.received, number: row.number, window: window,
        lever: UInt8(row.lever?.number ?? 0)))
  }

  /// Parses a body; nil if it is empty or damaged.
  ///
  /// `doctor` reports damaged bodies; the fact then counts without its body's fields.
  private func parse(_ body: Span<UInt8>) -> JSON? {
    guard !body.isEmpty else { return nil }
    let text = body.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    do { return try JSON(parsing: text) } catch { return nil }
  }

  private static func readService(_ json: JSON?, _ detail: inout Detail) {
    guard let json, case .string(let from) = json["from"], case .string(let to) = json["to"],
      let first = CalendarDay(from), let end = CalendarDay(to)
    else { return }
    detail.from = first.number
    detail.to = end.number
  }

  /// The tax of a payment from its property `tax`, in minor units of the payment's currency.
  private static func tax(_ json: JSON, _ row: FactRow) -> Int64 {
    guard let currency = Currency(packed: row.currency) else { return 0 }
    switch json["tax"] {
    case .string(let text), .number(let text):
      let tax = DecimalText(text)?.rounded(to: currency.digits) ?? 0
      // A tax is a part of the amount; any other value is ignored.
      let isPart = tax.signum() == row.amount.signum() && tax.magnitude <= row.amount.magnitude
      return isPart ? tax : 0
    default: return 0
    }
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
    next = links.place { $0.refund < refund }
    return next < links.count && links[next].refund == refund ? links[next].payment : 0
  }
}
