import Facts

extension Differences {
  mutating func head(_ old: Plan, _ new: Plan) {
    compare("The business's name", old.business, new.business)
    compare("The time zone", old.zone, new.zone, \.name)
    compare("The currency of every amount", old.currency, new.currency, \.code)
    compare("The currency that rates are to", old.rates.to, new.rates.to, \.code)
    let currencies = old.rates.currencies.union(new.rates.currencies)
    for currency in currencies.sorted(by: { $0.code < $1.code }) {
      compareList(
        "The rate of \(currency)", old.rates.rates(of: currency), new.rates.rates(of: currency)
      ) { dated in
        dated.from.map { "\(dated.rate) from \($0)" } ?? "\(dated.rate)"
      }
    }
  }

  mutating func number(_ old: Plan, _ new: Plan) {
    compare("The Number", old.number.measure, new.number.measure, \.rawValue)
    compare("The Number's basis", old.number.basis, new.number.basis, \.rawValue)
    compare("The period", old.fiscal.length, new.fiscal.length, \.rawValue)
    compare("The fiscal year's first month", old.fiscal.firstMonth, new.fiscal.firstMonth) {
      Month(number: $0).map { $0.rawValue } ?? "\($0)"
    }
    targets("The target", old.number.targets, new.number.targets)
    calendar(old.calendar, new.calendar)
    compare("The first day that facts may state", old.facts.from, new.facts.from)
    compare("How far ahead facts may lie", old.facts.ahead, new.facts.ahead, Say.days)
    activation(old.activation, new.activation)
    compare(
      "The attribution model", old.attribution.model, new.attribution.model, \.rawValue)
    compare(
      "The attribution lookback", old.attribution.lookback, new.attribution.lookback, Say.days)
  }

  /// Compares targets or quotas.
  mutating func targets(_ what: String, _ old: Targets, _ new: Targets) {
    switch (old, new) {
    case (.byPeriod(let old), .byPeriod(let new)):
      for label in Set(old.keys).union(new.keys).sorted() {
        compareAmount("\(what) for \(label)", old[label], new[label])
      }
    case (.yearly(let old, let before), .yearly(let new, let after)):
      compareAmount("\(what) for a year", old, new)
      compareList("The seasonality of \(lowercased(what))", before, after, Say.percent)
    default:
      let was = words(old, money.old)
      compare(what, was, words(new, money.new))
    }
  }

  private func lowercased(_ what: String) -> String {
    what.hasPrefix("The ") ? "the \(what.dropFirst(4))" : what
  }

  /// Targets in words; nil if none are set.
  func words(_ targets: Targets, _ currency: Currency) -> String? {
    switch targets {
    case .byPeriod(let amounts):
      let said = amounts.sorted { $0.key < $1.key }.map { label, amount in
        "\(Money(minor: amount, currency)) for \(label)"
      }
      return said.isEmpty ? nil : said.joined(separator: ", ")
    case .yearly(let amount, let shares):
      let spread = shares.isEmpty ? "spread evenly" : "spread by \(Say.percents(shares))"
      return "\(Money(minor: amount, currency)) a year, \(spread)"
    }
  }

  private mutating func calendar(_ old: BusinessCalendar, _ new: BusinessCalendar) {
    for day in Weekday.allCases where old.weekend.contains(day) != new.weekend.contains(day) {
      let now = new.weekend.contains(day) ? "now" : "no longer"
      say("Every \(day.rawValue) is \(now) part of the weekend.")
    }
    for day in old.holidays.symmetricDifference(new.holidays).sorted() {
      say("\(day) is \(new.holidays.contains(day) ? "now" : "no longer") a holiday.")
    }
  }

  private mutating func activation(_ old: Activation, _ new: Activation) {
    compareAmount("The money that activates", old.money, new.money)
    compare("The time that activates", old.time, new.time, Say.duration)
    compare("The time in which a customer should activate", old.within, new.within, Say.days)
    compare("The time after which a customer has lapsed", old.lapse, new.lapse, Say.days)
  }
}
