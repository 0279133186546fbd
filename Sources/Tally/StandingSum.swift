public import Facts
public import Ledger

/// A sum kept up to date: after each fact the customers it changes are taken out and put in again.
public struct StandingSum<Sum: CustomerSum>: Sendable {
  private let empty: Sum
  private let rules: Rules
  private var timelines: Timelines
  /// The sum as it stands.
  public private(set) var sum: Sum

  /// The sum over everything a ledger holds that happened before a moment.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public init(
    _ empty: Sum, over ledger: FactLedger, _ rules: Rules, happenedBefore: Instant
  ) throws(LedgerProblem) {
    self.empty = empty
    self.rules = rules
    timelines = try Timelines(
      ledger, receivedBefore: .distantFuture, happenedBefore: happenedBefore)
    sum = timelines.total(empty, rules)
  }

  /// Takes in what the ledger has kept since.
  ///
  /// Facts change only the customers they name. A retraction, a refund that came before what it
  /// refunds or names no customer, and a play that is declared can reach further, and are answered with
  /// a full pass.
  ///
  /// - Throws: ``LedgerProblem`` when the ledger cannot be read.
  public mutating func refresh(from ledger: FactLedger) throws(LedgerProblem) {
    let known = timelines.last
    var rows: [FactRow] = []
    var links: [FactReference] = []
    var plays: [Int64: PlayID] = [:]
    try ledger.scan(after: known, receivedBefore: .distantFuture) {
      links = $0
      plays = $1
    } take: {
      rows.append($0)
    }
    guard !rows.isEmpty else { return }
    let references = References(links, receivedBefore: .distantFuture)
    guard !reachesFurther(rows, links, references) else {
      let before = timelines.happenedBefore
      self = try StandingSum(empty, over: ledger, rules, happenedBefore: before)
      return
    }
    timelines.rankPlays(plays)
    take(rows, references)
  }

  private func reachesFurther(
    _ rows: [FactRow], _ links: [FactReference], _ references: References
  ) -> Bool {
    links.contains { $0.to > timelines.last && $0.from <= timelines.last }
      || rows.contains {
        $0.kind == .retract || $0.kind == .play
          || ($0.customer == 0 && references.refunded[$0.number] != nil)
      }
  }

  /// The tables behind timelines only ever grow, so that a timeline from before the facts can still
  /// be read after them.
  private mutating func take(_ rows: [FactRow], _ references: References) {
    let changed = timelines.take(rows, references)
    let context = SumContext(timelines, rules)
    for old in changed {
      sum.add(CustomerHistory(old, timelines, rules), context, times: -1)
      let now = timelines.timeline(old.customer)
      sum.add(CustomerHistory(now, timelines, rules), context, times: 1)
    }
  }
}
