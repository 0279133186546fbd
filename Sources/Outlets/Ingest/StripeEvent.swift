internal import Facts
internal import Ledger

/// One event of Stripe's as a mapping sees it: with a member `money` that has its amount in major units,
/// and says whether it counts.
struct StripeEvent {
  private let event: JSON
  private let object: JSON
  private let type: String

  init(_ event: JSON) {
    self.event = event
    object = event["data"]?["object"] ?? .null
    type = event["type"]?.text ?? ""
  }

  /// What is known of refunds of a charge: the ids of their facts, and minor units, below zero.
  typealias Known = (String) throws(LedgerProblem) -> [(id: String, minor: Int64)]

  /// The rows that it gives: one, or one a refund; those that do not count have `money.counts` false.
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

  /// A charge that pays an invoice is left to the invoice, which says what period it pays for. From
  /// 2025-03-31 on charges do not name their invoice any more, so that there the charge counts.
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

  /// The days that the invoice's lines pay for, from the first to the day after the last.
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

  /// A refund, unless a `charge.refunded` that did not name it has told of it before.
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

  /// The refunds that a charge lists; where it lists none, what was refunded of it in all, less what is
  /// known.
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

  /// Stripe counts in the smallest unit, but has two digits for ISK and UGX, which ISO 4217 gives none
  /// (Stripe, "Supported currencies", Special cases).
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
