import Facts
import Planning

/// Everyone's credits under one version of the plan, by the streams that its pay plans count.
struct PlanBooks: Sendable {
  let crediting: Crediting
  private let books: [PayStream: CreditBook]

  init(_ crediting: Crediting) {
    self.crediting = crediting
    var books: [PayStream: CreditBook] = [:]
    let used = crediting.terms.compactMap { $0?.plan }
    for stream in Set(used.flatMap(\.streams)) {
      books[stream] = crediting.book(stream) { $0.plan.streams.contains(stream) }
    }
    self.books = books
  }

  func terms(of member: MemberID) -> Crediting.Terms? {
    let code = crediting.events.facts.members.find(member.text)
    return code >= 0 ? crediting.terms[Int(code)] : nil
  }

  func book(_ stream: PayStream) -> CreditBook? { books[stream] }

  /// A member's credits from a stream on some days, with their events. Binary search.
  func credits(
    of member: Int32, _ stream: PayStream, in days: Range<CalendarDay>
  ) -> [(event: PayEvent, credit: MemberCredit, pair: CreditPair)] {
    guard let book = books[stream] else { return [] }
    let events = crediting.events.events(of: stream)
    let credits = book.credits[Int(member)]
    func first(notBefore day: CalendarDay) -> Int {
      credits.partitioningIndex { events[Int($0.event)].day >= day }
    }
    let range = first(notBefore: days.lowerBound)..<first(notBefore: days.upperBound)
    return credits[range].map { (events[Int($0.event)], $0, book.pair($0)) }
  }

  /// The sum of a member's quota credit on some days.
  func quotaCredit(of member: Int32, _ stream: PayStream, in days: Range<CalendarDay>) -> Exact {
    credits(of: member, stream, in: days).reduce(.zero) { $0 + $1.pair.quota }
  }
}

extension PayPlan {
  /// The stream that the plan's measure counts.
  var stream: PayStream {
    switch measure {
    case .bookings: .bookings
    case .payments: .payments
    case .margin: .margin
    case .activations: .activations
    case .retainedMoney:
      .retained(months: period == .month ? 1 : period == .quarter ? 3 : 12)
    }
  }

  /// The stream that a SPIF counts: deals won, activations, or what the plan's measure counts.
  func stream(of spif: Spif) -> PayStream {
    switch spif.what {
    case .deals: .bookings
    case .activations: .activations
    case .product, .play: stream
    }
  }

  /// All streams that the plan and its SPIFs count.
  var streams: Set<PayStream> { Set([stream] + spifs.map(stream(of:))) }
}
