import Facts

extension NumberGoal {
  /// Reads `number:`, which also defines the fiscal calendar.
  static func read(
    _ node: PlanNode, _ currency: Currency?
  ) -> (goal: NumberGoal, fiscal: FiscalCalendar)? {
    let keys = ["measure", "basis", "period", "year-starts", "targets"]
    guard let fields = PlanFields(node, keys: keys) else { return nil }
    let measure = fields["measure"].map { $0.word(Measure.self) } ?? .revenue
    let basis = fields["basis"].map { $0.word(Basis.self) } ?? .payments
    let length = fields["period"].map { $0.word(PeriodLength.self) } ?? .month
    let first = fields["year-starts"].map { $0.word(Month.self) } ?? .january
    let fiscal = length.flatMap { length in
      first.map { FiscalCalendar(length: length, firstMonth: $0.number) }
    }
    let reader = TargetsReader(currency: currency, fiscal: fiscal, sign: .any)
    let targets = fields["targets"].map { reader.read($0) } ?? .byPeriod([:])
    guard let measure, let basis, let fiscal else { return nil }
    let goal = NumberGoal(measure: measure, basis: basis, targets: targets ?? .byPeriod([:]))
    return (goal, fiscal)
  }
}

/// The months as a plan writes them.
enum Month: String, CaseIterable {
  case january, february, march, april, may, june
  case july, august, september, october, november, december

  /// The month's number, 1 to 12.
  var number: Int { (Month.allCases.firstIndex(of: self) ?? 0) + 1 }
  /// The month of a number; nil outside 1 to 12.
  init?(number: Int) {
    guard Month.allCases.indices.contains(number - 1) else { return nil }
    self = Month.allCases[number - 1]
  }
}
