internal import Facts
internal import Ledger

extension Timelines {
  /// Reads what a fact says in its body, for the kinds whose sums need it; −1 for nothing.
  mutating func detail(of fact: FactRow, _ references: References) -> Int32 {
    let of = fact.kind == .money ? references.refunded[fact.number] ?? 0 : 0
    guard let body = fact.body, fact.kind == .deal || fact.kind == .money else {
      return of == 0 ? -1 : keep(.money(service: nil, of: of, tax: 0))
    }
    let json: JSON
    do { json = try JSON(parsing: body) } catch {
      damaged.append(fact.number)
      return -1
    }
    if fact.kind == .deal { return deal(fact, json) }
    let service = json["recurring"].flatMap(Timelines.service)
    let tax = Timelines.tax(json, fact)
    guard service != nil || of != 0 || tax != 0 else { return -1 }
    return keep(.money(service: service, of: of, tax: tax))
  }

  private mutating func deal(_ fact: FactRow, _ json: JSON) -> Int32 {
    guard case .string(let id) = json["deal"], case .string(let stage) = json["stage"] else {
      return -1
    }
    let number = deals.number(of: id)
    if fact.customer != 0 {
      deals.name(number, customer: Int(fact.customer), at: fact.at, fact: fact.number)
    }
    let stands: DealStage = stage == "won" ? .won : stage == "lost" ? .lost : .open
    return keep(.deal(number: number, stage: stands, hasAmount: fact.hasAmount))
  }

  private mutating func keep(_ detail: Detail) -> Int32 {
    details.append(detail)
    return Int32(details.count - 1)
  }

  private static func service(_ json: JSON) -> ServicePeriod? {
    guard case .string(let from) = json["from"], case .string(let to) = json["to"],
      let first = CalendarDay(from), let end = CalendarDay(to)
    else { return nil }
    return ServicePeriod(from: first, to: end)
  }

  /// The prop `tax` of a payment, in the payment's currency.
  private static func tax(_ json: JSON, _ fact: FactRow) -> Int64 {
    guard let currency = Currency(packed: fact.currency) else { return 0 }
    switch json["tax"] {
    case .string(let text), .number(let text):
      let tax = DecimalText(text)?.rounded(to: currency.digits) ?? 0
      // A tax is a part of the amount; anything else in that prop is none.
      let isPart = tax.signum() == fact.amount.signum() && tax.magnitude <= fact.amount.magnitude
      return isPart ? tax : 0
    default: return 0
    }
  }
}
