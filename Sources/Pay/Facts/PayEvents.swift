import Facts
import Planning
internal import Ruling

/// The events of all streams in time order, with indexes by deal and customer.
struct PayEvents: Sendable {
  let facts: PayFacts
  private(set) var bookings: [PayEvent] = []
  /// Payments and refunds.
  private(set) var payments: [PayEvent] = []
  private(set) var costs: [PayEvent] = []
  private(set) var activations: [PayEvent] = []
  /// The days of spends and the touches, by customer.
  private(set) var customers = CustomerDays()
  /// The index of each play's latest declaration in ``PayFacts/facts``, by play number.
  private(set) var plays: [Int32: Int32] = [:]
  /// Payments and refunds by deal, as indexes in ``payments``.
  private(set) var paymentsOfDeal: [Int32: [Int32]] = [:]
  /// Refunds by the payment they take back; both are indexes in ``payments``.
  private(set) var refundsOf: [Int32: [Int32]] = [:]
  /// Refunds by deal, as indexes in ``payments``.
  ///
  /// A refund that names no deal belongs to the deal that its customer won last before it.
  private(set) var refundsOfDeal: [Int32: [Int32]] = [:]
  /// Refunds by customer, as indexes in ``payments``.
  private(set) var refundsOfCustomer: [Int64: [Int32]] = [:]
  /// The days on which each won deal was lost again, by deal number.
  private(set) var losses: [Int32: [CalendarDay]] = [:]
  private var lastWon: [Int64: Int32] = [:]
  /// Payments and costs together, in time order.
  private(set) var margin: [PayEvent] = []

  init(_ facts: PayFacts, _ plan: Plan) {
    self.facts = facts
    let products = PayEvents.productsOfDeals(facts)
    var book = DealBook(facts.deals.count, plan.rates)
    let minorUnit = powerOfTen(plan.currency.digits)
    var watch = ActivationWatch(plan.activation)
    let isPayments = plan.number.basis == .payments
    bookings.reserveCapacity(facts.facts.count { $0.kind == .deal && $0.stage == .won })
    payments.reserveCapacity(facts.facts.count { $0.kind == .money })
    let hasRefunds = facts.facts.contains { $0.kind == .money && $0.amount < 0 }
    let refunded = Set(facts.facts.compactMap { $0.kind == .money ? facts.reference($0) : nil })
    var origins: [String: Int32] = [:]
    for (index, fact) in facts.facts.enumerated() {
      let place = Int32(index)
      var activates: Int64?
      switch fact.kind {
      case .deal:
        if let event = book.step(fact, place, bookings, products) {
          if event.kind == .won, event.customer != 0, hasRefunds {
            lastWon[event.customer] = fact.deal
          }
          if event.kind == .lost { losses[fact.deal, default: []].append(event.day) }
          if !isPayments, watch.activates(event.customer, money: event.amount) {
            activates = event.customer
          }
          bookings.append(event)
        }
      case .money:
        take(fact, place, origins, book)
        // Registered after it was added, so that a fact that refers to itself refunds nothing.
        if !refunded.isEmpty, case let id = facts.id(fact), refunded.contains(id) {
          origins[id] = Int32(payments.count - 1)
        }
        customers.spend(fact)
        if isPayments, watch.activates(fact.customer, money: fact.amount) {
          activates = fact.customer
        }
      case .time:
        customers.spend(fact)
        if watch.activates(fact.customer, time: fact.amount) { activates = fact.customer }
      case .cost: costs.append(PayEvents.cost(fact, place))
      case .touch: customers.touch(fact)
      case .play: plays[fact.play] = place
      default: break
      }
      if let customer = activates {
        activations.append(PayEvents.activation(of: customer, fact, place, minorUnit, book))
      }
    }
    if plan.pay.values.contains(where: { $0.measure == .margin }) {
      // Refunds of the merged stream still name their payment in `payments`.
      margin = (payments + costs).sorted { $0.fact < $1.fact }
    }
  }

  private mutating func take(
    _ fact: PayFact, _ place: Int32, _ origins: [String: Int32], _ book: DealBook
  ) {
    let origin = facts.reference(fact).flatMap { origins[$0] } ?? -1
    let paid = origin >= 0 ? payments[Int(origin)] : nil
    let deal = fact.deal >= 0 ? fact.deal : paid?.deal ?? -1
    let ofDeal = book.shares(of: deal)
    let named = fact.member >= 0 || !fact.splits.isEmpty || !fact.quotaSplits.isEmpty
    let shares =
      named
      ? DealBook.Shares(owner: fact.member, splits: fact.splits, quotaSplits: fact.quotaSplits)
      : paid.map { .init(owner: $0.owner, splits: $0.splits, quotaSplits: $0.quotaSplits) }
        ?? ofDeal
    if deal >= 0 { paymentsOfDeal[deal, default: []].append(Int32(payments.count)) }
    if fact.amount < 0 {
      if fact.customer != 0 {
        refundsOfCustomer[fact.customer, default: []].append(Int32(payments.count))
      }
      let bought = deal >= 0 ? deal : lastWon[fact.customer] ?? -1
      if bought >= 0 { refundsOfDeal[bought, default: []].append(Int32(payments.count)) }
    }
    if origin >= 0 { refundsOf[origin, default: []].append(Int32(payments.count)) }
    payments.append(
      PayEvent(
        fact: place, kind: fact.amount < 0 ? .refund : .payment, day: fact.day, at: fact.at,
        amount: fact.amount, customer: fact.customer != 0 ? fact.customer : paid?.customer ?? 0,
        owner: shares.owner >= 0 ? shares.owner : ofDeal.owner, splits: shares.splits,
        quotaSplits: shares.quotaSplits, deal: deal,
        play: fact.play >= 0 ? fact.play : paid?.play ?? -1,
        product: fact.product >= 0 ? fact.product : paid?.product ?? -1, origin: origin))
  }

  private static func cost(_ fact: PayFact, _ place: Int32) -> PayEvent {
    PayEvent(
      fact: place, kind: .cost, day: fact.day, at: fact.at, amount: -fact.amount,
      customer: fact.customer, owner: fact.member, splits: .none, quotaSplits: .none, deal: -1,
      play: fact.play, product: -1, origin: -1)
  }

  /// The activation event of a fact.
  ///
  /// It belongs to the members that the fact names, or else to the owner of the customer's latest
  /// deal.
  private static func activation(
    of customer: Int64, _ fact: PayFact, _ place: Int32, _ unit: Int64, _ book: DealBook
  ) -> PayEvent {
    let named = fact.member >= 0 || !fact.splits.isEmpty
    let deal = fact.deal >= 0 ? fact.deal : book.latestDeal(of: customer)
    let shares =
      named
      ? DealBook.Shares(owner: fact.member, splits: fact.splits, quotaSplits: fact.quotaSplits)
      : book.shares(of: deal)
    return PayEvent(
      fact: place, kind: .activation, day: fact.day, at: fact.at, amount: unit,
      customer: customer, owner: shares.owner, splits: shares.splits,
      quotaSplits: shares.quotaSplits, deal: fact.deal, play: fact.play, product: fact.product,
      origin: -1)
  }

  /// The product of each deal: the first that its payments name.
  private static func productsOfDeals(_ facts: PayFacts) -> [Int32: Int32] {
    var products: [Int32: Int32] = [:]
    for fact in facts.facts
    where fact.kind == .money && fact.deal >= 0 && fact.product >= 0 && products[fact.deal] == nil {
      products[fact.deal] = fact.product
    }
    return products
  }
}

extension PayEvents {
  /// The events of a stream in time order.
  func events(of stream: PayStream) -> [PayEvent] {
    switch stream {
    case .bookings: bookings
    case .payments, .retained: payments
    case .margin: margin
    case .activations: activations
    }
  }

  /// The refunds that take back money of a sale.
  func refunds(of key: DealKey, customer: Int64, _ stream: PayStream) -> [PayEvent] {
    let places: [Int32]?
    switch (key, stream) {
    case (.deal(let deal), _): places = refundsOfDeal[deal]
    case (.fact, .activations): places = refundsOfCustomer[customer]
    case (.fact(let fact), _): places = refundsOf[place(ofPayment: fact)]
    }
    return (places ?? []).map { payments[Int($0)] }
  }

  /// The index in ``payments`` of a fact's payment, by binary search: payments are in fact order.
  private func place(ofPayment fact: Int32) -> Int32 {
    Int32(payments.partitioningIndex { $0.fact >= fact })
  }

  /// The id of the fact that caused an event.
  func id(_ event: PayEvent) -> String { facts.id(facts.facts[Int(event.fact)]) }

  /// The sum of earlier refunds of the payment that a refund takes back, by ``RefundRule``; zero or less.
  func refunded(before refund: PayEvent) -> Int64 {
    var taken = RefundRule()
    for place in refundsOf[refund.origin] ?? [] {
      let earlier = payments[Int(place)]
      guard earlier.fact < refund.fact else { break }
      _ = taken.take(earlier.amount)
    }
    return taken.take(refund.amount)
  }
}
