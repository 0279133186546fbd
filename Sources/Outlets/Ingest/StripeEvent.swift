internal import Facts
internal import Ledger

/// One Stripe event as a mapping sees it. Its member `money` has the amount in major units, and
/// whether it counts.
struct StripeEvent {
  private let event: JSON
  private let object: JSON
  private let type: String

  init(_ event: JSON) {
    self.event = event
    object = event["data"]?["object"] ?? .null
    type = event["type"]?.text ?? ""
  }

  /// Looks up a charge's refunds in the ledger. Returns fact ids and amounts in minor units, below
  /// zero.
  typealias Known = (String) throws(LedgerProblem) -> [(id: String, minor: Int64)]

  /// The rows of the event: one, or one per refund. `money.counts` is false in rows that do not
  /// count.
  func rows(_ known: Known) -> Result<[JSON], LedgerProblem> {
    do throws(LedgerProblem) {
      switch type {
      case "charge.succeeded": return .success([charge])
      case "invoice.paid": return .success([invoice])
      case "refund.created": return .success([try refund(known)])
      case "charge.refunded": return .success(try refunded(known))
      default: return .success([with([], counts: false)])
      }
    } catch { return .failure(error) }
  }

  /// A charge counts unless it pays an invoice. Then the invoice counts, because it names the
  /// period paid for.
  ///
  /// From API version 2025-03-31 on charges no longer name their invoice, so that the charge
  /// counts.
  private var charge: JSON {
    with(
      amount(object, "amount") + [.init("at", moment(object["created"]))],
      counts: object["invoice"]?.text == nil)
  }

  private var invoice: JSON {
    let subscription =
      object["subscription"]
      ?? object["parent"]?["subscription_details"]?["subscription"] ?? .null
    let paid = object["status_transitions"]?["paid_at"] ?? event["created"]
    let isNewer = (event["api_version"]?.text ?? "") >= "2025-03-31"
    let isPaid = (object["amount_paid"]?.whole ?? 0) > 0
    return with(
      amount(object, "amount_paid") + service
        + [.init("at", moment(paid)), .init("subscription", subscription)],
      counts: isPaid && !isNewer)
  }

  /// The days that the invoice's lines pay for, from the first start to the last end.
  private var service: [JSON.Member] {
    guard case .array(let lines)? = object["lines"]?["data"] else { return [] }
    let periods = lines.compactMap { $0["period"] }
    guard let from = periods.compactMap({ $0["start"]?.whole }).min(),
      let to = periods.compactMap({ $0["end"]?.whole }).max(), to > from
    else { return [] }
    let days = [from, to].map { Zone.utc.day(ofSecond: $0) }
    guard days[0] < days[1] else { return [] }
    return [
      .init("from", .string(days[0].description)), .init("to", .string(days[1].description)),
    ]
  }

  /// A refund. It does not count if an earlier `charge.refunded` without ids has already reported
  /// it.
  private func refund(_ known: Known) throws(LedgerProblem) -> JSON {
    let charge = object["charge"]?.text ?? ""
    let minor = object["amount"]?.whole ?? 0
    let kept = try known(charge)
    let id = object["id"]?.text ?? ""
    let named = kept.filter { !isUnnamed($0.id, charge) }.reduce(0) { $0 - $1.minor }
    let unnamed = kept.filter { isUnnamed($0.id, charge) }.reduce(0) { $0 - $1.minor }
    let isTold = !kept.contains { $0.id == id } && unnamed >= named + minor && unnamed > 0
    let status = object["status"]?.text ?? "succeeded"
    return refund(
      id: id, of: charge, minor: minor, customer: .null, at: object["created"],
      counts: !isTold && status != "failed" && status != "canceled")
  }

  /// The refunds that a charge lists. If it lists none, one row with its total refunded less the
  /// refunds in the ledger.
  private func refunded(_ known: Known) throws(LedgerProblem) -> [JSON] {
    let charge = object["id"]?.text ?? ""
    if case .array(let listed)? = object["refunds"]?["data"], !listed.isEmpty {
      return listed.map { item in
        refund(
          id: item["id"]?.text ?? "", of: charge, minor: item["amount"]?.whole ?? 0,
          customer: object["customer"] ?? .null, at: item["created"], counts: true)
      }
    }
    let all = object["amount_refunded"]?.whole ?? 0
    let left = all + (try known(charge).reduce(0) { $0 + $1.minor })
    return [
      refund(
        id: "\(charge):refunded:\(all)", of: charge, minor: left,
        customer: object["customer"] ?? .null, at: event["created"], counts: left > 0)
    ]
  }

  private func isUnnamed(_ id: String, _ charge: String) -> Bool {
    id.hasPrefix("\(charge):refunded:")
  }

  private func refund(
    id: String, of charge: String, minor: Int64, customer: JSON, at: JSON?, counts: Bool
  ) -> JSON {
    with(
      amount(minor) + [
        .init("id", .string(id)), .init("of", .string(charge)), .init("customer", customer),
        .init("at", moment(at)),
      ], counts: counts)
  }

  private func amount(_ object: JSON, _ key: String) -> [JSON.Member] {
    amount(object[key]?.whole ?? 0)
  }

  /// Converts minor units of Stripe to major units.
  ///
  /// Stripe counts in the smallest unit, but gives ISK and UGX two digits, which ISO 4217 gives
  /// none (Stripe, "Supported currencies", Special cases).
  private func amount(_ minor: Int64) -> [JSON.Member] {
    let code = (object["currency"]?.text ?? "").uppercased()
    let digits = ["ISK", "UGX"].contains(code) ? 2 : Currency(code)?.digits ?? 2
    let text = DecimalText(digits: minor, places: digits).description
    return [.init("amount", .string(text)), .init("currency", .string(code))]
  }

  private func moment(_ seconds: JSON?) -> JSON {
    guard let seconds = seconds?.whole, seconds >= 0, seconds < 1 << 38 else { return .null }
    return .string(Instant(milliseconds: seconds * 1000).description)
  }

  private func with(_ money: [JSON.Member], counts: Bool) -> JSON {
    guard case .object(var members) = event else { return event }
    members.removeAll { $0.key == "money" }
    members.append(.init("money", .object(money + [.init("counts", counts ? "true" : "false")])))
    return .object(members)
  }
}

extension JSON {
  /// The text of a string; nil for anything else.
  fileprivate var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// A whole number; nil for anything else.
  fileprivate var whole: Int64? {
    if case .number(let text) = self { return Int64(text) }
    return nil
  }
}
