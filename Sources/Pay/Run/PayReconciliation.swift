import Facts
public import Planning

/// How the credit of a period adds up: credit = what there was + overlays − uncredited.
public struct PayReconciliation: Hashable, Sendable {
  /// What is counted: bookings, payments or margin.
  public let measure: PayPlan.Measure
  /// Everything there was, in minor units.
  public let total: Exact
  /// Paid credit of all members with a pay plan of their own rule; managers' sums are not in it.
  public let credited: Exact
  /// What was credited past the whole of a fact.
  public let overlays: Exact
  /// What nobody with a pay plan is credited with.
  public let uncredited: Exact
}

extension PayRun {
  /// The reconciliation of each measure that a pay plan counts, for a period by its label.
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
    var given = Array(repeating: Exact.zero, count: events.count)
    for (member, credits) in book.credits.enumerated() {
      guard let plan = books.crediting.terms[member]?.plan, plan.credit != .team,
        plan.stream == stream
      else { continue }
      for credit in credits { given[Int(credit.event)] += book.pair(credit).paid }
    }
    var (total, credited, overlays, uncredited) = (Exact.zero, Exact.zero, Exact.zero, Exact.zero)
    for (index, event) in events.enumerated()
    where period.contains(event.day) && event.day <= day {
      let amount = Exact(event.amount)
      let share = given[index]
      total += amount
      credited += share
      let rest = (amount - share).signed(by: amount)
      if rest > .zero {
        uncredited += (amount - share)
      } else {
        overlays += share - amount
      }
    }
    return PayReconciliation(
      measure: measure, total: total, credited: credited, overlays: overlays,
      uncredited: uncredited)
  }
}
