internal import Facts
internal import Scoreboard
internal import Tally

/// The cohort triangle as a table; a deeper shade means that more customers still spend.
struct CohortHeat {
  private let retention: RetentionAnswer

  init(_ retention: RetentionAnswer) { self.retention = retention }

  /// The most columns, for readability; the JSON has the rest.
  private static let widest = 13

  var html: HTML {
    let width = min(retention.cohorts.map(\.on.count).max() ?? 0, CohortHeat.widest)
    let cohorts = retention.cohorts.filter { $0.size > 0 }
    guard width > 0, !cohorts.isEmpty else {
      return "<p class=\"empty\">Nobody has activated yet, so there is no cohort.</p>"
    }
    let unit = retention.clock.unit.rawValue
    let heads = (0..<width).map { "<th scope=\"col\" class=\"n\">+\($0)</th>" as HTML }
    return """
      <p class="note">Of those who activated in a \(unit), the share who spent in the k-th \(unit) \
      after, \(retention.clock.rolling ? "counted from each activation" : "by the calendar"). Cells \
      not over yet are empty.</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Cohorts"><table class="heat">
      <caption class="unseen">Retention by cohort</caption>
      <thead><tr><th scope="col">activated</th><th scope="col" class="n">customers</th>\(heads)\
      </tr></thead>
      <tbody>\(cohorts.map { row($0, width) }.joined("\n"))</tbody>
      <tfoot><tr><th scope="row">all</th><td>\(Figures.count(cohorts.reduce(0) { $0 + $1.size }))\
      </td>\(retention.meanOn.prefix(width).map { cell($0, nil) })</tr></tfoot>
      </table></div>
      """
  }

  private func row(_ cohort: RetentionAnswer.Cohort, _ width: Int) -> HTML {
    let cells = (0..<width).map { k in
      let money = k < cohort.moneyBy.count ? cohort.moneyBy[k] : nil
      return cell(k < cohort.on.count ? cohort.on[k] : nil, money)
    }
    return """
      <tr><th scope="row">\(cohort.cohort)</th><td>\(Figures.count(cohort.size))</td>\(cells)</tr>
      """
  }

  /// A cell with a share, in one of five shades from none to all.
  private func cell(_ share: Double?, _ money: Money?) -> HTML {
    guard let share else { return "<td></td>" }
    let shade = min(5, max(1, Int((share * 5).rounded(.up))))
    let told: HTML = money.map { " title=\"\(Figures.amount($0)) by then\"" } ?? .nothing
    return "<td class=\"h\(shade)\"\(told)>\(Figures.percent(share))</td>"
  }
}
