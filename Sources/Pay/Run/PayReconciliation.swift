internal import Facts
public import Planning

/// The reconciliation of a period's credit: credited = total + overlays − uncredited.
public struct PayReconciliation: Hashable, Sendable {
  /// The measure counted: bookings, payments or margin.
  public let measure: PayPlan.Measure
  /// The sum of all events, in minor units.
  public let total: Exact
  /// Paid credit of all members, in minor units, without the team credit of managers.
  public let credited: Exact
  /// Credit given beyond the whole amount of an event, in minor units.
  public let overlays: Exact
  /// The part of events that is credited to nobody with a pay plan, in minor units.
  public let uncredited: Exact
}

extension PayRun {
  /// Reconciles each measure that a pay plan counts, for a period given by its label.
  public func reconciliation(period label: String) -> [PayReconciliation] {
    guard let (_, period) = PayCalendar.labelled(label, plan.fiscal) else { return [] }
    let books = books(of: period.label)
    let measures: [(PayPlan.Measure, PayStream)] = [
      (.bookings, .bookings), (.payments, .payments), (.margin, .margin),
    ]
    return measures.compactMap { measure, stream in
      books.book(stream).map { reconcile(measure, stream, books, $0, period) }
    }
  }

  private func reconcile(
    _ measure: PayPlan.Measure, _ stream: PayStream, _ books: PlanBooks, _ book: CreditBook,
    _ period: Period
  ) -> PayReconciliation {
    let events = books.crediting.events.events(of: stream)
    let credits = book.credits.enumerated().compactMap { member, credits -> [MemberCredit]? in
      guard let plan = books.crediting.terms[member]?.plan, plan.credit != .team,
        plan.stream == stream
      else { return nil }
      return credits
    }
    let first = events.partitioningIndex { $0.day >= period.first }
    let end = events.partitioningIndex { $0.day >= period.end || $0.day > day }
    let size = PayRun.eventsPerPiece
    let sums = Workers.run(
      pieces: (max(first, end) - first + size - 1) / size, begin: { Reconciling() }
    ) { sum, piece in
      let from = first + piece * size
      sum.add(events, from..<min(end, from + size), credits, book)
    }
    let sum = sums.reduce(into: Reconciling()) { $0.add($1) }
    return PayReconciliation(
      measure: measure, total: sum.total, credited: sum.credited, overlays: sum.overlays,
      uncredited: sum.uncredited)
  }

  private static let eventsPerPiece = 65_536
}

/// Running sums of the reconciliation over a range of events.
private struct Reconciling {
  var (total, credited, overlays, uncredited) = (Exact.zero, Exact.zero, Exact.zero, Exact.zero)

  mutating func add(
    _ events: [PayEvent], _ range: Range<Int>, _ credits: [[MemberCredit]], _ book: CreditBook
  ) {
    var given = Array(repeating: Exact.zero, count: range.count)
    for credits in credits {
      var place = credits.partitioningIndex { Int($0.event) >= range.lowerBound }
      while place < credits.count, Int(credits[place].event) < range.upperBound {
        given[Int(credits[place].event) - range.lowerBound] += book.pair(credits[place]).paid
        place += 1
      }
    }
    for (event, share) in zip(events[range], given) {
      let amount = Exact(event.amount)
      total += amount
      credited += share
      let rest = amount - share
      if rest.signed(by: amount) > .zero { uncredited += rest } else { overlays -= rest }
    }
  }

  mutating func add(_ other: Reconciling) {
    total += other.total
    credited += other.credited
    overlays += other.overlays
    uncredited += other.uncredited
  }
}
