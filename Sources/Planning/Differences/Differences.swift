import Facts

/// A list of sentences on the changes between two plans, built part by part.
struct Differences {
  private(set) var lines: [String] = []
  /// The currencies of amounts in the old and the new plan.
  let money: (old: Currency, new: Currency)

  init(money: (old: Currency, new: Currency)) { self.money = money }

  /// Adds a sentence.
  mutating func say(_ line: String) { lines.append(line) }

  /// Adds a sentence if a value changes, is new or is removed.
  mutating func compare<Value: Equatable>(
    _ what: String, _ old: Value?, _ new: Value?, _ words: (Value) -> String = { "\($0)" }
  ) {
    guard old != new else { return }
    switch (old.map(words), new.map(words)) {
    case (let old?, let new?) where old == new: say("\(what) changes.")
    case (let old?, let new?): say("\(what) goes from \(old) to \(new).")
    case (nil, let new?): say("\(what) is now \(new).")
    case (let old?, nil): say("\(what) was \(old) and is taken out.")
    case (nil, nil): break
    }
  }

  /// Compares amounts in minor units of the old and the new plan's currency.
  mutating func compareAmount(_ what: String, _ old: Int64?, _ new: Int64?) {
    let before = old.map { Money(minor: $0, money.old) }
    let after = new.map { Money(minor: $0, money.new) }
    if let before, let after, money.old == money.new, before != after {
      say("\(what) goes from \(before.decimal) to \(after).")
    } else if before?.decimal != after?.decimal {
      compare(what, before, after)
    }
  }

  /// Compares lists; an empty list counts as absent.
  mutating func compareList<Value: Equatable>(
    _ what: String, _ old: [Value], _ new: [Value], _ words: (Value) -> String = { "\($0)" }
  ) {
    compare(what, old.isEmpty ? nil : old, new.isEmpty ? nil : new) { list in
      list.map(words).joined(separator: ", ")
    }
  }

  /// Compares values by name, in the order of their names.
  mutating func compareNamed<Value: Equatable>(
    _ what: String, _ old: [String: Value], _ new: [String: Value],
    _ changed: (inout Differences, String, Value, Value) -> Void
  ) {
    for name in Set(old.keys).union(new.keys).sorted() {
      switch (old[name], new[name]) {
      case (let old?, let new?):
        guard old != new else { continue }
        let before = lines.count
        changed(&self, name, old, new)
        if lines.count == before { say("\(what) \(name) is written differently.") }
      case (nil, .some): say("\(what) \(name) is new.")
      case (.some, nil): say("\(what) \(name) is taken out.")
      case (nil, nil): break
      }
    }
  }
}

/// The wording of values in sentences.
enum Say {
  static func days(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

  static func percent(_ share: DecimalText) -> String { share.percent }

  static func percents(_ shares: [DecimalText]) -> String {
    shares.map(\.percent).joined(separator: ", ")
  }

  static func quoted(_ text: String) -> String { "'\(text)'" }

  /// A duration in the largest unit that divides it exactly.
  static func duration(_ seconds: Int64) -> String {
    for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60)] as [(String, Int64)]
    where seconds % size == 0 {
      return "\(seconds / size)\(unit)"
    }
    return "\(seconds)s"
  }

  static func clock(_ minutes: Int) -> String {
    let rest = minutes % 60
    return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}
